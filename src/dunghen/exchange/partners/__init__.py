"""Who carries messages: one class a partner, chosen by settings.MESSAGE_PARTNERS."""

from django.conf import settings
from django.utils.module_loading import import_string

from dunghen.exchange.models import Channel
from dunghen.exchange.partners.base import NotCarried, Outgoing, Partner

__all__ = ("NotCarried", "Outgoing", "Partner", "partner", "used")


def used() -> list[Channel]:
    """The channels of this installation."""
    return [Channel(name) for name in settings.MESSAGE_PARTNERS]


def partner(channel: str) -> Partner:
    """Who carries the messages of a channel."""
    made: Partner = import_string(settings.MESSAGE_PARTNERS[channel])()
    return made
