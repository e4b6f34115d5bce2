"""Story 5.9 by the actions: who may do what, what a decision makes and ends, what is counted of it."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.db.utils import ProgrammingError

from dunghen.org.models import Person, Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in
from dunghen.procedures import publication_drafts as drafts
from dunghen.procedures import publications
from dunghen.procedures.models import (
    ContentKind,
    OnlineLevel,
    Procedure,
    ProcedureChange,
    ProcedurePaper,
    ProcedureStep,
    ProcedureVersion,
    Publication,
    PublicationEvent,
    PublicationItem,
    PublicationState,
)
from dunghen.procedures.publication_drafts import Content
from dunghen.procedures.rules import Refused
from dunghen.procedures.stock import movement

CITY, DEPARTMENT, WARD = "ct-thanh-pho", "ct-so-y-te", "ct-phuong-an-thoi"
SIGNED, EFFECTIVE = date(2024, 1, 3), date(2024, 1, 15)
EVE = date(2024, 1, 12)
NUMBER = "14/QĐ-UBND"

pytestmark = pytest.mark.usefixtures("fresh_db")


def person(role: Role, unit: str = CITY) -> Person:
    sign_in(role, unit)
    return Person.objects.get(username=f"{role}-{unit}")


def department() -> Person:
    return person(Role.FIELD_LEAD, DEPARTMENT)


def office() -> Person:
    return person(Role.COMMITTEE_OFFICE)


def content(name: str = "Thủ tục thử", **version: object) -> Content:
    said: dict[str, object] = {
        "sequence": "Nộp, thẩm định, trả",
        "channels": "Trực tiếp, trực tuyến",
        "dossier_sets": 1,
        "limit_amount": Decimal(5),
        "limit_unit": "day",
        "subjects": "Tổ chức, cá nhân",
        "agency": "Sở Y tế",
        "online_level": OnlineLevel.FULL,
    }
    return Content(
        code="",
        name=name,
        field="Y tế dự phòng",
        levels=["city", "commune"],
        papers=[ProcedurePaper(code="don", name="Đơn", originals=1)],
        link_kind="none",
        non_territorial=False,
        version={**said, **version},
    )


def draft(by: Person | None = None) -> Publication:
    return drafts.create(
        by or department(),
        drafter=Unit.objects.get(key=DEPARTMENT),
        signer=Unit.objects.get(key=CITY),
        subject="Công bố danh mục thủ tục hành chính",
        legal_text="Nghị định mẫu",
        effective=EFFECTIVE,
    )


def old() -> Procedure:
    """A sample procedure at the city alone, in force for good."""
    rows = ProcedureVersion.objects.filter(known_to=None, valid_to=None, state="published", decision="")
    return rows.filter(procedure__sample=True, scopes__level="city")[0].procedure


def signed(row: Publication, number: str = NUMBER, day: date = SIGNED) -> None:
    publications.submit(department(), row.pk)
    publications.check(office(), row.pk)
    publications.sign(person(Role.CLERK), row.pk, number=number, signed=day)


def in_force(procedure: Procedure, day: date) -> list[int]:
    rows = ProcedureVersion.objects.in_force(day).filter(known_to=None, procedure=procedure)
    return list(rows.values_list("number", flat=True))


def test_a_decision_makes_and_ends_procedures_on_the_day_its_text_takes_force() -> None:
    org = Unit.objects.get(key=CITY)
    before = movement(org, date(2023, 12, 15), date(2024, 5, 14))
    row, ended = draft(), old()
    new = drafts.add_new(department(), row.pk, content()).procedure
    drafts.add_ended(department(), row.pk, ended, "Nghị định mẫu")
    signed(row)
    assert (in_force(new, EVE), in_force(new, EFFECTIVE)) == ([], [1])
    assert (in_force(ended, EVE), in_force(ended, EFFECTIVE)) == ([1], [])
    counted = ProcedureChange.objects.filter(publication=row, decided=SIGNED)
    assert sorted(counted.values_list("kind", "level")) == [
        ("abolished", "city"),
        ("new", "city"),
        ("new", "commune"),
    ]
    after = movement(org, date(2023, 12, 15), date(2024, 5, 14))
    moved = (after.published - before.published, after.ended - before.ended, after.end - before.end)
    assert moved == (2, 1, 1)
    assert (before.difference, after.difference) == (0, 0)


def test_the_old_version_holds_until_the_eve_and_dossiers_keep_their_row() -> None:
    row, amended = draft(), old()
    kept = publications.current(amended)
    drafts.add_amended(department(), row.pk, amended, content(fee=5_000), "đ) Thời hạn giải quyết")
    signed(row)
    assert (in_force(amended, EVE), in_force(amended, EFFECTIVE)) == ([1], [2])
    kept.refresh_from_db()
    assert kept.known_to is not None
    made = publications.current(amended)
    assert (made.fee, made.decision, made.decision_date) == (5_000, NUMBER, SIGNED)
    assert made.steps.count() == kept.steps.count() > 0
    assert not ProcedureChange.objects.filter(publication=row, kind=ContentKind.NEW).exists()


def test_a_replaced_procedure_ends_and_its_successor_is_in_the_same_decision() -> None:
    row, ended = draft(), old()
    stranger = Procedure.objects.exclude(pk=ended.pk)[0]
    item = drafts.add_ended(department(), row.pk, ended, "Nghị định mẫu", stranger)
    publications.submit(department(), row.pk)
    with pytest.raises(Refused, match="cùng quyết định"):
        publications.check(office(), row.pk)
    publications.send_back(office(), row.pk, "Thiếu thủ tục thay thế")
    drafts.remove(department(), item)
    new = drafts.add_new(department(), row.pk, content()).procedure
    drafts.add_ended(department(), row.pk, ended, "Nghị định mẫu", new)
    signed(row)
    assert ProcedureChange.objects.filter(publication=row, kind=ContentKind.REPLACED).count() == 1


def test_a_missing_part_is_named_and_mended() -> None:
    row = draft()
    item = drafts.add_new(department(), row.pk, content(sequence="", dossier_sets=None))
    publications.submit(department(), row.pk)
    with pytest.raises(Refused, match=r"b\) Trình tự.*d\) Thành phần"):
        publications.check(office(), row.pk)
    publications.send_back(office(), row.pk, "Thiếu trình tự, số bộ")
    item.refresh_from_db()
    drafts.revise(department(), item, content("Thủ tục thử, đã sửa"))
    publications.submit(department(), row.pk)
    publications.check(office(), row.pk)
    item.refresh_from_db()
    assert item.procedure.name == "Thủ tục thử, đã sửa"
    assert item.version.papers.count() == 1


def test_a_process_holds_with_the_version() -> None:
    row = draft()
    item = drafts.add_new(department(), row.pk, content())
    signed(row)
    item.refresh_from_db()
    steps = [ProcedureStep(position=1, name="Thẩm định", role="case_officer", hours=Decimal(32))]
    publications.approve_process(office(), item, steps, decision="15/QĐ-UBND", decided=date(2024, 1, 5))
    version = publications.current(item.procedure)
    assert (version.process_decision, version.steps.get().hours) == ("15/QĐ-UBND", Decimal(32))
    assert in_force(item.procedure, EVE) == []
    item.refresh_from_db()
    too_long = [ProcedureStep(position=1, name="Thẩm định", role="case_officer", hours=Decimal(41))]
    with pytest.raises(Refused, match="41"):
        publications.approve_process(office(), item, too_long, decision="16/QĐ-UBND", decided=SIGNED)


def test_entered_and_posted() -> None:
    row = draft()
    drafts.add_new(department(), row.pk, content())
    signed(row)
    with pytest.raises(Refused):
        publications.enter(office(), row.pk, date(2024, 1, 2))
    publications.enter(office(), row.pk, date(2024, 1, 10))
    ward = Unit.objects.get(key=WARD)
    publications.post(person(Role.RECEIVING_OFFICER, WARD), row.pk, ward, date(2024, 1, 11))
    with pytest.raises(Refused, match="đã xác nhận"):
        publications.post(person(Role.RECEIVING_OFFICER, WARD), row.pk, ward, date(2024, 1, 11))
    row.refresh_from_db()
    assert (row.state, row.entered) == (PublicationState.ENTERED, date(2024, 1, 10))
    kinds = list(row.events.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["drafted", "changed", "submitted", "checked", "signed", "entered", "posted"]


def _submit(row: Publication) -> None:
    publications.submit(department(), row.pk)


def test_nobody_does_the_work_of_another() -> None:
    row = draft()
    drafts.add_new(department(), row.pk, content())
    other = person(Role.FIELD_LEAD, "ct-so-tu-phap")
    refused: list[Callable[[], object]] = [
        lambda: draft(other),
        lambda: draft(office()),
        lambda: drafts.add_new(other, row.pk, content("Khác")),
        lambda: publications.submit(office(), row.pk),
        lambda: publications.check(department(), row.pk),
        lambda: publications.send_back(department(), row.pk, "Sai"),
        lambda: publications.sign(office(), row.pk, number=NUMBER, signed=SIGNED),
        lambda: publications.sign(person(Role.CLERK, WARD), row.pk, number=NUMBER, signed=SIGNED),
        lambda: publications.enter(department(), row.pk, SIGNED),
        lambda: publications.post(
            person(Role.RECEIVING_OFFICER, WARD), row.pk, Unit.objects.get(key=DEPARTMENT), SIGNED
        ),
    ]
    for each in refused:
        with pytest.raises(PermissionDenied):
            each()
    assert Publication.objects.get(pk=row.pk).state == PublicationState.DRAFT


def test_a_draft_under_way_is_not_changed_and_a_number_is_given_once() -> None:
    row, second = draft(), draft()
    item = drafts.add_new(department(), row.pk, content())
    drafts.add_new(department(), second.pk, content("Thủ tục khác"))
    with pytest.raises(Refused, match="đã có trong"):
        drafts.add_ended(department(), row.pk, _put(row), "Nghị định mẫu")
    publications.submit(department(), row.pk)
    for change in (
        lambda: drafts.add_new(department(), row.pk, content("Thêm")),
        lambda: drafts.remove(department(), item),
        lambda: drafts.edit(department(), row.pk, subject="Khác"),
    ):
        with pytest.raises(Refused, match="không còn là dự thảo"):
            change()
    publications.check(office(), row.pk)
    publications.sign(person(Role.LEADER), row.pk, number=NUMBER, signed=SIGNED)
    with pytest.raises(Refused, match="đã có"):
        signed(second)


def _put(row: Publication) -> Procedure:
    """A procedure in force that stands in the draft already."""
    found = old()
    drafts.add_ended(department(), row.pk, found, "Nghị định mẫu")
    return found


def test_what_is_removed_comes_to_nothing() -> None:
    row = draft()
    item = drafts.add_new(department(), row.pk, content())
    procedure = item.procedure
    drafts.remove(department(), item)
    assert not PublicationItem.objects.filter(publication=row).exists()
    assert not ProcedureVersion.objects.filter(procedure=procedure, known_to=None).exists()
    assert drafts.add_new(department(), row.pk, content()).procedure != procedure


def test_the_history_of_a_decision_is_never_changed() -> None:
    row = draft()
    for change in (
        lambda: PublicationEvent.objects.filter(publication=row).update(note="khác"),
        lambda: PublicationEvent.objects.filter(publication=row).delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()
    assert connections["default"].settings_dict["USER"] != connections["owner"].settings_dict["USER"]
