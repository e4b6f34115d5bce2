"""Linked cases (hồ sơ liên thông): one submission, one dossier for each part at its own authority."""
