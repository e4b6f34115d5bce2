"""One quantity named twice."""
