"""What waits at a desk."""
