"""Tests of the journey drawings."""
