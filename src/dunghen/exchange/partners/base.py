"""What every partner that carries messages can do."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from dunghen.dossiers.models import Applicant


class NotCarried(Exception):
    """The partner did not take the message; the text says why, without any personal data."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message on its way. The same `key` twice is the same message sent again."""

    key: str
    address: str
    subject: str
    text: str


class Partner(ABC):
    """One way out. A try may be repeated after a crash: `carry` passes the key on."""

    @abstractmethod
    def address_of(self, applicant: Applicant) -> str:
        """Where this applicant is reached by this way; empty: not at all."""

    @abstractmethod
    def carry(self, message: Outgoing) -> str:
        """Hand the message over; returns the partner's own reference. Raises NotCarried."""
