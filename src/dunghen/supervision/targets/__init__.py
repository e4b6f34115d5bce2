"""Targets: an indicator, for a unit and a year, with what was observed of it and how it stands."""
