"""Who looks at the pages, for tests of every room."""

from datetime import date

from django.test import Client

from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Role


def sign_in(role: Role | None = None, unit: str = "ct-thanh-pho") -> Client:
    """A browser in which somebody with a role at a unit is signed in; without a role, a stranger."""
    person = Person.objects.create(username=f"{role}-{unit}", full_name="Người dùng mẫu", sample=True)
    if role is not None:
        at = Unit.objects.get(key=unit)
        Assignment.objects.create(person=person, role=role, unit=at, valid_from=date(2020, 1, 1))
    return signed_in(person)


def signed_in(person: Person) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(person)
    session = client.session
    session["second_factor"] = True
    session.save()
    return client
