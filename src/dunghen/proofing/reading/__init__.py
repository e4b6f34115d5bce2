"""Reads a report file into the text that is proofread: one NFC string, tables as `| a | b |` lines.

The text is the same for the same bytes, and it is what offsets of findings refer to. What cannot be read is
refused with one Vietnamese sentence (`Unreadable`), never guessed at.
"""

from dunghen.proofing.reading.load import Reading, load, read
from dunghen.proofing.reading.model import LIMITS, Limits, Piece, Unreadable

__all__ = ["LIMITS", "Limits", "Piece", "Reading", "Unreadable", "load", "read"]
