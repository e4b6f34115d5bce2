"""Messages: from what was done at the desk to what the applicant reads, once, and nothing personal in it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from dunghen.core.known import transaction_time
from dunghen.dossiers import actions as desk
from dunghen.dossiers.chain.append import current_version
from dunghen.dossiers.intake.receive import Intake, receive
from dunghen.dossiers.linked.actions import carry_on_all
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.persons.data import erase_person
from dunghen.dossiers.rules import EventKind
from dunghen.dossiers.tests import test_linked as linked
from dunghen.dossiers.tests.files import open_row, take_rows
from dunghen.exchange import actions
from dunghen.exchange.models import Message
from dunghen.exchange.orders import DELIVER, order
from dunghen.exchange.partners.base import NotCarried, Outgoing
from dunghen.exchange.partners.files import SmsFile
from dunghen.exchange.wording import BadWordingError, Wording, wording_for, wordings
from dunghen.org.models import Unit
from dunghen.org.rights import Role
from dunghen.org.tests.people import sign_in

WARD, FAR = "ct-phuong-binh-thuy-2025", "ct-xa-thoi-lai-2025"
PERSON = {"kind": "person", "name": "Trần Mẫu", "number": "", "phone": "0000000007", "address": ""}


def now() -> datetime:
    return datetime.now(UTC)


TAKEN = Intake(
    procedure="xac-nhan-tinh-trang-hon-nhan",
    decided_unit=WARD,
    received_unit=WARD,
    helped_unit=WARD,
    channel="counter",
    received_at=now() - timedelta(hours=1),
    person=PERSON,
)


def take(**more: Any) -> DossierVersion:
    """A dossier received within the hour."""
    return receive(replace(TAKEN, **more), by="tiep-nhan")


@pytest.fixture
def outbox(fresh_db: str, settings: Settings, tmp_path: Path) -> Path:
    """Where short messages end; the sweep has begun, so that what follows is told."""
    settings.MESSAGE_FOLDER = tmp_path / "outbox"
    assert actions.sweep(order, now()) == 0
    return tmp_path / "outbox"


def lines(outbox: Path, name: str = "sms") -> list[dict[str, str]]:
    path = outbox / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def deliver_all() -> None:
    for pk in Message.objects.order_by("pk").values_list("pk", flat=True):
        actions.deliver(pk, now())


def test_a_receipt_is_told_once_by_every_way_with_an_address(outbox: Path) -> None:
    version = take()
    assert actions.sweep(order, now()) == 3
    assert actions.sweep(order, now()) == 0
    assert ProcrastinateJob.objects.filter(task_name=DELIVER).count() == 3
    deliver_all()
    deliver_all()
    due = f"{timezone.localtime(version.appointment_at):%H:%M ngày %d/%m/%Y}"
    (said,) = lines(outbox)
    assert said["to"] == "0000000007"
    assert said["text"] == (
        f"{version.received_unit.name} đã tiếp nhận hồ sơ {version.dossier.code} "
        f"({version.procedure.name}). Hẹn trả kết quả: {due}."
    )
    assert [one["text"] for one in lines(outbox, "zalo")] == [said["text"]]
    states = dict(Message.objects.values_list("channel", "state"))
    assert states == {"sms": "sent", "zalo": "sent", "mail": "no_address"}
    assert not any(
        "Trần" in text or "0000000007" in text for text in Message.objects.values_list("text", flat=True)
    )


def test_a_letter_goes_by_mail(outbox: Path) -> None:
    version = take(person={**PERSON, "phone": "", "email": "mau@example.invalid"})
    actions.sweep(order, now())
    deliver_all()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (
        ["mau@example.invalid"],
        f"Đã tiếp nhận hồ sơ {version.dossier.code}",
    )
    assert letter.extra_headers["Message-ID"].startswith("<dunghen-")
    assert lines(outbox) == []


def test_each_change_has_its_words_and_what_has_none_is_not_told(outbox: Path) -> None:
    pk = take().dossier_id
    desk.finish_step(pk, step="tham-dinh", at=now() - timedelta(minutes=40), by="thu-ly")
    desk.resolve(pk, at=now() - timedelta(minutes=30), by="thu-ly")
    desk.give_back(pk, at=now() - timedelta(minutes=20), by="tiep-nhan")
    actions.sweep(order, now())
    told = Message.objects.filter(channel="sms").order_by("pk").values_list("event__kind", flat=True)
    assert list(told) == [EventKind.RECEIVED, EventKind.RESOLVED, EventKind.RETURNED]


def test_a_linked_case_is_one_to_its_applicant(outbox: Path) -> None:
    """One receipt with the case's code and appointment; each result by that code, at the desk of the case."""
    case = linked.opened(sign_in(Role.RECEIVING_OFFICER, linked.WARD), linked.slip())
    linked.resolve(case, "khai-sinh")
    assert carry_on_all() == 2
    linked.resolve(case, "thuong-tru", linked.DONE + timedelta(days=2))
    actions.sweep(order, linked.DONE + timedelta(days=3))
    told = Message.objects.filter(channel="sms").order_by("pk")
    kinds = (EventKind.RECEIVED, EventKind.RESOLVED, EventKind.RESOLVED)
    assert tuple(told.values_list("event__kind", flat=True)) == kinds
    assert all(f" {case.code} (" in one.text for one in told)
    assert f"({case.name}). Hẹn trả kết quả: 17:00 ngày 25/07/2024." in told[0].text
    assert f"tại {case.received_unit.name} hoặc" in told[2].text


def test_history_from_a_file_and_what_is_entered_late_are_not_told(outbox: Path) -> None:
    unit, hour = Unit.objects.get(key=WARD), f"{timezone.localtime(TAKEN.received_at):%Y-%m-%dT%H:%M}"
    places = dict.fromkeys(("helped_unit", "received_unit", "decided_unit"), unit.code)
    unpaid = dict.fromkeys(("paid", "paid_at", "paid_online"), "")
    times = {"received_at": hour, "received_recorded_at": hour}
    told = take_rows(open_row(code=f"{unit.code}-261122-9001", **places, **unpaid, **times))
    assert (told.summary.added, told.reasons) == (1, [])
    take(received_at=now() - timedelta(days=8))
    assert actions.sweep(order, now()) == 0


def test_an_erased_applicant_is_told_nothing(outbox: Path) -> None:
    version = take()
    actions.sweep(order, now())
    with transaction.atomic():
        held = current_version(version.dossier_id)
        erase_person(held, reason="yêu cầu", by="quan-tri", now=transaction_time())
    deliver_all()
    assert lines(outbox) == []
    assert set(Message.objects.values_list("state", flat=True)) == {"no_address"}


def test_after_a_crash_the_same_message_goes_again_under_the_same_key(outbox: Path) -> None:
    take()
    actions.sweep(order, now())
    message = Message.objects.get(channel="sms")
    SmsFile().carry(Outgoing(message.key, "0000000007", message.subject, message.text))  # and no commit
    assert not actions.deliver(message.pk, now())
    assert [line["key"] for line in lines(outbox)] == [message.key]


class Broken(SmsFile):
    def carry(self, message: Outgoing) -> str:
        raise NotCarried("Hết hạn mức")


def test_what_is_not_taken_is_tried_again_and_in_the_end_by_hand(outbox: Path, settings: Settings) -> None:
    settings.MESSAGE_PARTNERS = {"sms": f"{__name__}.Broken"}
    take()
    actions.sweep(order, now())
    message = Message.objects.get()
    again = [actions.deliver(message.pk, now()) for _ in range(actions.TRIES)]
    assert again == [True] * (actions.TRIES - 1) + [False]
    message.refresh_from_db()
    assert (message.state, message.problem) == ("failed", "Hết hạn mức")
    settings.MESSAGE_PARTNERS = configured.MESSAGE_PARTNERS | {
        "sms": "dunghen.exchange.partners.files.SmsFile"
    }
    client = sign_in(Role.HEAD_OF_ONE_STOP, WARD)
    assert "Hết hạn mức" in client.get("/tin-nhan/?tinh-trang=chua-gui").content.decode()
    assert sign_in(Role.HEAD_OF_ONE_STOP, FAR).post(f"/tin-nhan/{message.pk}/gui-lai/").status_code == 404
    assert client.post(f"/tin-nhan/{message.pk}/gui-lai/").status_code == 302
    assert ProcrastinateJob.objects.filter(args={"pk": message.pk}).count() == 2
    assert not actions.deliver(message.pk, now())
    assert client.post(f"/tin-nhan/{message.pk}/gui-lai/").status_code == 302  # sent: not once more
    assert ProcrastinateJob.objects.filter(args={"pk": message.pk}).count() == 2
    assert len(lines(outbox)) == 1


def test_the_list_shows_ones_own_units_and_costs_the_same_for_three(
    outbox: Path, django_assert_num_queries: Any
) -> None:
    take()
    client, stranger = sign_in(Role.HEAD_OF_ONE_STOP, WARD), sign_in(Role.HEAD_OF_ONE_STOP, FAR)
    actions.sweep(order, now())
    client.get("/tin-nhan/")  # what hardly changes is kept from now on
    costs = []
    for _ in range(2):
        with django_assert_num_queries(10, exact=False) as counted:
            page = client.get("/tin-nhan/").content.decode()
        costs.append(len(counted.captured_queries))
        take()
        take()
        actions.sweep(order, now())
    assert costs[0] == costs[1]
    assert page.count("Đã tiếp nhận hồ sơ") == 9
    assert "0000000007" not in page
    assert "Đã tiếp nhận hồ sơ" not in stranger.get("/tin-nhan/").content.decode()


def test_words_are_those_of_the_day_and_of_known_fields(tmp_path: Path) -> None:
    assert wording_for("stopped", date(2024, 5, 1), actions.WORDINGS) is None
    assert wording_for("stopped", date(2025, 9, 15), actions.WORDINGS) is not None
    row = '[[message]]\nevent = "x"\nsince = 2020-01-01\nsubject = "s"\ntext = "{name}"\nsource = "-"\n'
    path = tmp_path / "a.toml"
    path.write_text(row)
    with pytest.raises(BadWordingError, match="name"):
        wordings(path)
    path = tmp_path / "b.toml"
    path.write_text(row.replace("{name}", "t") * 2)
    with pytest.raises(BadWordingError, match="2020-01-01"):
        wordings(path)


def test_every_wording_can_be_said() -> None:
    facts = dict.fromkeys(("code", "procedure", "unit", "place", "due", "appointment"), "X")
    said = [Wording.said(one, facts) for one in wordings(actions.WORDINGS)]
    assert len(said) == 16
    assert not any("{" in part for pair in said for part in pair)
    kinds = {one.event for one in wordings(actions.WORDINGS)}
    assert kinds <= set(EventKind.values)
