"""Documents of this room: decisions and the catalogue."""
