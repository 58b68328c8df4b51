"""The room: what a step of the agenda allows, hides and shows while a workshop is held."""
