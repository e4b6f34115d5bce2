"""What the templates of components call."""
