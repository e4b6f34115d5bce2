"""The pages of the catalogue, open to everybody."""

from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dunghen.procedures import views
from dunghen.procedures.actions import draft
from dunghen.procedures.models import OnlineLevel, Procedure, ProcedureVersion, VersionState

pytestmark = pytest.mark.django_db


def shown(address: str) -> str:
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def keys(address: str) -> list[str]:
    return [row.key for row in Client().get(address).context["rows"]]


def test_procedures_are_found_without_accents() -> None:
    assert "Đăng ký khai sinh" in shown("/thu-tuc/?tim=dang+ky+khai+sinh")
    assert keys("/thu-tuc/?tim=KHAI+sinh") == keys(f"/thu-tuc/?tim={quote('sinh khai')}") != []


def test_procedures_are_found_by_code() -> None:
    known = Procedure.objects.exclude(code="")[0]
    assert keys(f"/thu-tuc/?tim={known.code}") == [known.key]


def test_filters_narrow() -> None:
    field = Procedure.objects.filter(sample=False)[0].field
    found = Procedure.objects.filter(key__in=keys(f"/thu-tuc/?linh-vuc={quote(field)}"))
    assert {row.field for row in found} == {field}
    assert not Procedure.objects.filter(key__in=keys("/thu-tuc/?mau=thuc"), sample=True).exists()
    assert not Procedure.objects.filter(key__in=keys("/thu-tuc/?mau=mau"), sample=False).exists()
    district = keys("/thu-tuc/?cap=district")
    assert ProcedureVersion.objects.filter(procedure__key__in=district, scopes__level="district").exists()
    standing = ProcedureVersion.objects.in_force(timezone.localdate()).filter(known_to=None)
    for level in ("none", "full"):
        listed = standing.filter(procedure__key__in=keys(f"/thu-tuc/?truc-tuyen={level}"))
        assert set(listed.values_list("online_level", flat=True)) == {level}
    assert "Không tìm thấy thủ tục nào" in shown("/thu-tuc/?tim=xyzzy")


def test_pages_lose_and_repeat_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 7)
    address, seen = "/thu-tuc/?mau=thuc", []
    while address:
        answer = Client().get(address)
        seen += [row.key for row in answer.context["rows"]]
        address = f"/thu-tuc/{answer.context['next']}" if answer.context["next"] else ""
    expected = Procedure.objects.filter(sample=False).values_list("key", flat=True)
    assert len(seen) == len(set(seen))
    assert set(seen) == set(expected)


def test_the_list_costs_the_same_for_one_procedure_and_for_many() -> None:
    in_force = views.known().in_force(timezone.localdate()).exclude(procedure__code="")
    code = in_force.values_list("procedure__code", flat=True)[0]
    with CaptureQueriesContext(connection) as one:
        shown(f"/thu-tuc/?tim={code}")
    with CaptureQueriesContext(connection) as many:
        shown("/thu-tuc/")
    assert len(one) == len(many)


def test_what_is_typed_is_never_markup() -> None:
    evil = quote('"><script>alert(1)</script>')
    for name in ("tim", "linh-vuc", "cap", "mau", "sau"):
        assert "<script>alert" not in shown(f"/thu-tuc/?{name}={evil}")


def test_what_is_not_verified_is_said() -> None:
    version = next(
        row for row in ProcedureVersion.objects.select_related("procedure") if "papers" in row.unsure
    )
    page = shown(f"/thu-tuc/{version.procedure.key}/")
    assert "Chưa xác minh" in page
    assert "thành phần hồ sơ" in page
    sample = Procedure.objects.filter(sample=True)[0]
    assert "không phải thủ tục có thật" in shown(f"/thu-tuc/{sample.key}/")


def test_every_unsure_value_has_its_words() -> None:
    named = {name for unsure in ProcedureVersion.objects.values_list("unsure", flat=True) for name in unsure}
    assert named <= views.UNSURE.keys()


def test_a_draft_is_shown_to_nobody_and_an_old_version_stays() -> None:
    row = views.known().in_force(timezone.localdate()).select_related("procedure")[0]
    address = f"/thu-tuc/{row.procedure.key}/"
    made = draft(
        row.procedure,
        valid_from=date(2026, 1, 1),
        levels=["commune"],
        limit_source="Nguồn của dự thảo",
        online_level=OnlineLevel.NONE,
    )
    assert "Nguồn của dự thảo" not in shown(address)
    assert Client().get(f"{address}?phien-ban={made.number}").status_code == 404
    # a later day knows it published, and then abolished; the test's one transaction has one time only
    made.pk, made.number, made.state = None, made.number + 1, VersionState.PUBLISHED
    made.save()
    assert "Nguồn của dự thảo" in shown(address)
    assert f"Phiên bản {row.number}" in shown(address)
    made.pk, made.number, made.state = None, made.number + 1, VersionState.ABOLISHED
    made.save()
    assert "Đã bãi bỏ" in shown(f"{address}?phien-ban={made.number}")


def test_a_procedure_that_is_not_there() -> None:
    assert Client().get("/thu-tuc/khong-co/").status_code == 404
    assert Client().get(f"/thu-tuc/{Procedure.objects.all()[0].key}/?phien-ban=99").status_code == 404
