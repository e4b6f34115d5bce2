"""Wiring: settings, the embedded database, roles and rights. No rule of the field lives here."""
