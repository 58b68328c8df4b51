"""Use cases: each one is a thing somebody wants done."""
