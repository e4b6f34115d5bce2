"""Tables, and lines that are tables: rows and columns vote on what hangs together."""
