"""Receiving at the desk: the sheet, what it looks up, and the dossier it makes."""
