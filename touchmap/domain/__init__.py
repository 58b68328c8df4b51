"""What a workshop is and what follows from it: pure values and functions, no Flask, SQL, files, clock or chance."""
