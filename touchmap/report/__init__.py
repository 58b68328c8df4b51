"""Drawings and the PDF report."""
