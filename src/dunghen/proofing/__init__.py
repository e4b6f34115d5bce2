"""Proofreads a Vietnamese official report: finds the figures that contradict each other.

surface    the text repaired without moving a character, cut into blocks
figures    tokens, what is no quantity, quantities with unit and surroundings
relations  sums, shares, changes, ranks, lists, the same quantity elsewhere, citations
engine     from a text to its findings

A pure library: no models, no tables, no network.
"""

from dunghen.proofing.engine import check
from dunghen.proofing.model import Finding, Quote, Report

__all__ = ["Finding", "Quote", "Report", "check"]
