"""`python -m touchmap` is the command `touchmap`."""

from touchmap.cli import main

if __name__ == "__main__":
    main()
