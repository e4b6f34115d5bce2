"""A third reading: every relation that figures near each other may have is weighed, by learned trees."""
