"""Figures computed from a workshop's journeys."""
