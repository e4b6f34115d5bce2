"""Relations between quantities: each finder sees one kind of structure and re-computes what it states."""
