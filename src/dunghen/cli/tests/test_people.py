"""Sample sign-ins: made once, usable at once, for invented people only."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from dunghen.cli.errors import BadInput, RefusedByRule
from dunghen.cli.people import current_code, make_sample, sample
from dunghen.core.paths import PACKS
from dunghen.documents.models import SigningCertificate
from dunghen.org.models import Assignment, Person

pytestmark = pytest.mark.django_db
PEOPLE = PACKS / "cantho" / "people.toml"


@pytest.mark.long
def test_a_second_time_makes_nobody_and_prints_the_same() -> None:
    first = make_sample(PEOPLE)
    assert make_sample(PEOPLE) == first
    assert Person.objects.filter(sample=True).count() == Authenticator.objects.count() == len(first) == 12
    assert Assignment.objects.count() == 12 + 7  # seven of them work on at the unit that theirs passed into
    assert len({sign.password for sign in first}) == 12


def test_the_head_of_the_sample_ward_can_sign_and_so_can_the_ward_of_today() -> None:
    make_sample(PEOPLE)
    assert SigningCertificate.objects.filter(person__username="lanh-dao-phuong").count() == 1
    assert SigningCertificate.objects.filter(unit__key="ct-phuong-binh-thuy-2025").count() == 1


def test_a_sample_person_signs_in_with_the_printed_password_and_code(client: Client) -> None:
    sign = make_sample(PEOPLE)[-1]
    answer = client.post(reverse("account_login"), {"login": sign.username, "password": sign.password})
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    answer = client.post(reverse("mfa_authenticate"), {"code": current_code(sign.username)})
    assert answer.status_code == 302
    assert client.get(reverse("home")).status_code == 200


def test_no_code_for_a_person_who_is_not_a_sample() -> None:
    person = Person.objects.create(username="that")
    TOTP.activate(person, "ABCDEFGHIJKLMNOP")
    with pytest.raises(BadInput):
        current_code("that")


def test_a_real_person_of_the_same_name_is_left_alone() -> None:
    Person.objects.create(username="lanh-dao")
    with pytest.raises(BadInput):
        make_sample(PEOPLE)
    assert not Assignment.objects.exists()


def test_refused_in_production(settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(RefusedByRule):
        sample.main([], standalone_mode=False)
