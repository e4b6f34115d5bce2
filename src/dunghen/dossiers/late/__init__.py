"""Late dossiers explained, and times corrected."""
