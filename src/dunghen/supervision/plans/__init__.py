"""Plans: the tree from programme to a unit's year, their tasks, their papers."""
