"""The text as it lies on the page: repaired without moving a character, and cut into blocks."""
