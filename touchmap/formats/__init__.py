"""Workshop files as text: YAML and JSON read with the place of every value, and written for people to read."""
