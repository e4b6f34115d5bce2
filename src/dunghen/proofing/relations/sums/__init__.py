"""Totals and their parts, wherever they stand and however they are joined."""
