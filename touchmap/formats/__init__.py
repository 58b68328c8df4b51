"""Text to plain data and back, with the position of every value."""
