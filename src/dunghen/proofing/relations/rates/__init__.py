"""Shares of a whole: which figures a rate is of, and whether it follows from them."""
