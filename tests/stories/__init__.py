"""Stories acted out in a real browser; a package, so that their site ends with the last of them."""
