"""By mail, over Django's mail back end (settings.EMAIL_BACKEND)."""

from smtplib import SMTPException

from django.core.mail import EmailMessage

from dunghen.dossiers.models import Applicant
from dunghen.exchange.partners.base import NotCarried, Outgoing, Partner


class Mail(Partner):
    def address_of(self, applicant: Applicant) -> str:
        return applicant.email

    def carry(self, message: Outgoing) -> str:
        letter = EmailMessage(
            message.subject,
            message.text,
            to=[message.address],
            headers={"Message-ID": f"<{message.key}@dunghen.invalid>", "Auto-Submitted": "auto-generated"},
        )
        try:
            letter.send()
        except (OSError, SMTPException) as error:
            raise NotCarried(type(error).__name__) from error
        return message.key
