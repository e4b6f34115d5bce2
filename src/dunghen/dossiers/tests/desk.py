"""A ward and its people, for tests of handling."""

from base64 import b64decode
from datetime import date
from typing import Any

import pytest

from dunghen.documents.files import keep
from dunghen.documents.models import File
from dunghen.dossiers import actions
from dunghen.dossiers.rules import Paper, Refused
from dunghen.dossiers.tests.files import vn
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Role

WARD, DISTRICT, TAX = "ct-phuong-an-thoi", "ct-quan-binh-thuy", "ct-cuc-thue"
PAGE = b64decode(  # one white point
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg=="
)
ASK = {"items": ["Tờ khai thiếu thời gian cư trú"], "law": "NĐ 123/2015/NĐ-CP Điều 22"}


def person(name: str, *roles: Role, unit: str = WARD) -> Person:
    """Somebody with these roles at a unit."""
    made, _new = Person.objects.get_or_create(username=name, defaults={"full_name": f"Mẫu {name}"})
    at = Unit.objects.get(key=unit)
    for role in roles:
        Assignment.objects.get_or_create(person=made, role=role, unit=at, valid_from=date(2020, 1, 1))
    return made


def signed_page(by: Person) -> File:
    """A scanned page of the book."""
    return keep("trang-12.png", PAGE, by=by)


def send(
    dossier: int, kind: Paper, content: dict[str, Any], *, days: tuple[str, str, str], unit: str = WARD
) -> None:
    """Draft, sign and send a paper at three moments, by three people."""
    drafted, signed, sent = map(vn, days)
    officer = person("thu-ly", Role.CASE_OFFICER, unit=unit)
    head = person("lanh-dao", Role.HEAD_OF_AGENCY, unit=unit)
    desk = person("mot-cua", Role.RECEIVING_OFFICER, unit=unit)
    made = actions.draft(dossier, kind, content, who=officer, at=drafted)
    actions.sign(made.pk, who=head, at=signed)
    actions.send(made.pk, who=desk, at=sent)


def refused(match: str, act: Any, *args: Any, **said: Any) -> None:
    """It is refused, with these words."""
    with pytest.raises(Refused, match=match):
        act(*args, **said)
