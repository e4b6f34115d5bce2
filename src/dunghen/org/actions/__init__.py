"""What is done in this room: days of the calendar, accounts, roles."""
