"""What is to be done, across the areas: somebody's week, a unit's duties, who is late; reminders."""
