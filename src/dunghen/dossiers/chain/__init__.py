"""A dossier's chain of events: written in one place, read back, folded into versions."""
