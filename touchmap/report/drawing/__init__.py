"""The journey as a graph: laid out by Graphviz in a process of its own, drawn by us, with a plain layout behind it."""
