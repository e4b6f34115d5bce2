"""Announced lists: how many there are, and how many are told."""
