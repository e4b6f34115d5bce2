"""The register of what a unit received."""
