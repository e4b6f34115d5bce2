"""The import of another system's dossiers: read, check, write; all of a file or, with a reject file,
its good rows. It writes only events whose times the file has."""
