"""Findings: what is notable about a workshop, where, why and what to do."""
