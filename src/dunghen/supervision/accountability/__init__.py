"""Accountability: who is asked to answer for what, on the way from a proposal to what came of it."""
