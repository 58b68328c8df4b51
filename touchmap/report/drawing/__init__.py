"""The journey graph by Graphviz."""
