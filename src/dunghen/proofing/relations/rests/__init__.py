"""What is left: of what was due, of a stock, of a total."""
