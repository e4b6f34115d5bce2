"""Due dates: counted, moved when the calendar changes, tried before it does."""
