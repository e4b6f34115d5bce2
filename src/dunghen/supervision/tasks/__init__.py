"""Tasks: what is to be done, who answers for it, by which product it is done, which document proves it."""
