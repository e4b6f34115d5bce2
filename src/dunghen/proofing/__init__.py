"""Proofreads a Vietnamese official report: finds the figures that contradict each other.

surface    the text repaired without moving a character, cut into blocks
figures    tokens, what is no quantity, quantities with unit and surroundings
relations  a folder for each kind: sums, lists, rates, changes, rests, ranks, tables, repeats; what they share
weighing   what the rules left open, by learned trees, and what another relation explains
engine     from a text to its findings
reading    files to text and back; tables: forms and plans of old reports as cells

A pure library: no models, no tables, no network.
"""

from dunghen.proofing.engine import check
from dunghen.proofing.model import Finding, Quote, Report

__all__ = ["Finding", "Quote", "Report", "check"]
