"""Charts as SVG: pure functions from plain values to a string, for paper and for pages alike."""
