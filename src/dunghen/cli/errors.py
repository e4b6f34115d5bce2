"""How a command ends otherwise than done."""


class BadInput(Exception):
    """What was typed or given cannot be used; one Vietnamese sentence. Exit 2."""


class RefusedByRule(Exception):
    """A rule does not allow it; one Vietnamese sentence naming it. Exit 3."""
