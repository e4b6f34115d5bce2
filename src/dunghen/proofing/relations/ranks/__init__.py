"""Ranks: places among others, and indexes that tell them."""
