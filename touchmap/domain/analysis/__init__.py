"""Figures computed from a workshop's journeys: `analyse(model)` gives an `Analysis` of frozen values."""
