"""Short messages into a file, a line each: what a trial has in place of a telephone company. A real one is
a class beside this with the same two methods, named in settings.MESSAGE_PARTNERS."""

import fcntl
import json
import os
from pathlib import Path
from typing import ClassVar

from django.conf import settings

from dunghen.dossiers.models import Applicant
from dunghen.exchange.partners.base import NotCarried, Outgoing, Partner


class Lines(Partner):
    """One JSON object a line: key, to, text. A key that stands there already is not written again."""

    name: ClassVar[str]

    def address_of(self, applicant: Applicant) -> str:
        return applicant.phone

    def carry(self, message: Outgoing) -> str:
        path = Path(settings.MESSAGE_FOLDER) / f"{self.name}.jsonl"
        said = {"key": message.key, "to": message.address, "text": message.text}
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with path.open("a+", encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                file.seek(0)
                if not any(json.loads(line)["key"] == message.key for line in file):
                    file.write(json.dumps(said, ensure_ascii=False) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            raise NotCarried(type(error).__name__) from error
        return message.key


class SmsFile(Lines):
    name = "sms"


class ZaloFile(Lines):
    name = "zalo"
