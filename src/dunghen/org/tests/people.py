"""Who looks at the pages, for tests of every room."""

import re
from datetime import date
from typing import Any

from django.test import Client

from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Role


def sign_in(role: Role | None = None, unit: str = "ct-thanh-pho") -> Client:
    """A browser in which somebody with a role at a unit is signed in, the same person each time; without a
    role, a stranger."""
    named = {"full_name": "Người dùng mẫu", "sample": True}
    person, _new = Person.objects.get_or_create(username=f"{role}-{unit}", defaults=named)
    if role is not None:
        at = Unit.objects.get(key=unit)
        Assignment.objects.get_or_create(person=person, role=role, unit=at, valid_from=date(2020, 1, 1))
    return signed_in(person)


def signed_in(person: Person) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def without_tokens(answer: Any) -> str:
    """A page without what differs between any two answers."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", answer.content.decode())
