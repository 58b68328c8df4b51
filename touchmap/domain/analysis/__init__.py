"""Figures computed from a workshop's journeys: `analyse(model)` gives an `Analysis` of frozen values."""

from __future__ import annotations

from touchmap.domain.analysis.methods import METHODS, Method
from touchmap.domain.analysis.results import Analysis, JourneyAnalysis, TouchpointAnalysis
from touchmap.domain.analysis.whole import analyse

__all__ = ["METHODS", "Analysis", "JourneyAnalysis", "Method", "TouchpointAnalysis", "analyse"]
