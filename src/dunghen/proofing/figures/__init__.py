"""Figures of a text: tokens, what is no quantity, how numbers are read, quantities in context."""
