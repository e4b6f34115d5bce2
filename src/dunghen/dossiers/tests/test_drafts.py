"""Papers on their way: who drafts, signs and sends; what each brings about; a morning at a ward."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from dunghen.core.ledger import stamp
from dunghen.dossiers import actions
from dunghen.dossiers.handling.steps import Timing, hand_overs
from dunghen.dossiers.models import DossierEvent, DossierVersion, Draft
from dunghen.dossiers.populations import ON_TIME
from dunghen.dossiers.rules import EventKind, Paper, Stage
from dunghen.dossiers.tests.desk import ASK, WARD, person, refused, send
from dunghen.dossiers.tests.files import vn
from dunghen.dossiers.tests.test_actions import LAND, kinds, now, start
from dunghen.dossiers.verify import verify
from dunghen.org.rights import Role

pytestmark = pytest.mark.usefixtures("fresh_db")


def test_a_morning_at_the_ward(tmp_path: Path) -> None:
    """Story 5.1: asked on 18 March through the one-stop, complete on the 19th, due anew on the 22nd."""
    dossier = start()
    ngoc = person("ngoc", Role.RECEIVING_OFFICER, Role.CASE_OFFICER)
    tam, clerk = person("tam", Role.HEAD_OF_AGENCY), person("van-thu", Role.CLERK)
    paper = actions.draft(dossier, Paper.SUPPLEMENT, ASK, who=ngoc, at=vn("2024-03-18T10:00"))
    refused("đã có|Đã có", actions.draft, dossier, Paper.SUPPLEMENT, ASK, who=ngoc, at=vn("2024-03-18T10:01"))
    # not signed: not sent, and nobody asks the citizen behind the one-stop's back
    refused("Chờ ký", actions.send, paper.pk, who=ngoc, at=vn("2024-03-18T10:30"))
    refused("của chính mình", actions.sign, paper.pk, who=ngoc, at=vn("2024-03-18T10:30"))
    actions.sign(paper.pk, who=tam, at=vn("2024-03-18T14:00"))
    refused("trước khi ký", actions.send, paper.pk, who=ngoc, at=vn("2024-03-18T13:00"))
    assert now(dossier).status == "in_process"
    actions.send(paper.pk, who=ngoc, at=vn("2024-03-18T14:10"))
    assert (now(dossier).status, Draft.objects.get().number) == ("waiting_papers", "01/HDHS")
    actions.complete_papers(dossier, at=vn("2024-03-19T10:00"), by="ngoc")
    assert now(dossier).due_at == vn("2024-03-22T17:00")
    result = actions.draft(dossier, Paper.RESULT, {}, who=ngoc, at=vn("2024-03-20T15:00"))
    actions.sign(result.pk, who=tam, at=vn("2024-03-21T09:00"))
    actions.send(result.pk, who=clerk, at=vn("2024-03-21T09:30"))
    # what waits for the citizen is resolved
    assert (now(dossier).status, now(dossier).resolved_at) == ("resolved", vn("2024-03-21T09:30"))
    actions.give_back(dossier, at=vn("2024-03-22T08:00"), by="ngoc", way="in_person")
    assert DossierVersion.objects.filter(ON_TIME, pk=now(dossier).pk).exists()
    assert kinds(dossier) == [
        *("received", "submitted", "signed", "papers_requested", "papers_completed"),
        *("submitted", "signed", "resolved", "returned"),
    ]
    assert verify(tmp_path, tmp_path / "verify.json", timezone.now()).findings == []


def test_papers_are_asked_for_again_or_late_only_with_the_heads_reason() -> None:
    dossier = start()
    send(dossier, Paper.SUPPLEMENT, ASK, days=("2024-03-18T08:00", "2024-03-18T09:00", "2024-03-18T10:00"))
    actions.complete_papers(dossier, at=vn("2024-03-19T10:00"), by="ngoc")
    officer, head = person("thu-ly"), person("lanh-dao")
    again = actions.draft(dossier, Paper.SUPPLEMENT, ASK, who=officer, at=vn("2024-03-19T14:00"))
    refused("một lần", actions.sign, again.pk, who=head, at=vn("2024-03-19T15:00"))
    actions.sign(again.pk, who=head, at=vn("2024-03-19T15:00"), head_reason="giấy tờ mới phát sinh")
    actions.send(again.pk, who=person("mot-cua"), at=vn("2024-03-19T16:00"))
    last = DossierEvent.objects.filter(dossier=dossier).latest("number")
    assert json.loads(last.text)["info"]["head_reason"] == "giấy tờ mới phát sinh"


def test_a_paper_signed_in_time_and_sent_too_late_goes_back_to_the_head() -> None:
    dossier = start()
    officer, head = person("thu-ly", Role.CASE_OFFICER), person("lanh-dao", Role.HEAD_OF_AGENCY)
    paper = actions.draft(dossier, Paper.SUPPLEMENT, ASK, who=officer, at=vn("2024-03-20T08:00"))
    actions.sign(paper.pk, who=head, at=vn("2024-03-20T16:00"))
    refused("đến 20/03/2024", actions.send, paper.pk, who=officer, at=vn("2024-03-21T08:00"))
    # nothing of it happened: the number is free, the paper still waits
    paper.refresh_from_db()
    assert (paper.stage, paper.number, now(dossier).status) == (Stage.SIGNED, "", "in_process")
    refused("lý do", actions.send_back, paper.pk, who=head, at=vn("2024-03-21T08:00"), reason="")
    actions.send_back(paper.pk, who=head, at=vn("2024-03-21T08:00"), reason="đã quá ngày thứ ba")
    anew = actions.draft(dossier, Paper.SUPPLEMENT, ASK, who=officer, at=vn("2024-03-21T08:30"))
    actions.sign(anew.pk, who=head, at=vn("2024-03-21T09:00"), head_reason="hồ sơ phức tạp")
    actions.send(anew.pk, who=officer, at=vn("2024-03-21T09:10"))
    anew.refresh_from_db()
    assert (anew.number, now(dossier).status) == ("01/HDHS", "waiting_papers")


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (Paper.SUPPLEMENT, {"items": [], "law": "luật"}),
        (Paper.SUPPLEMENT, {"items": ["a"], "law": ""}),
        (Paper.REFUSAL, {"reason": "r", "law": ""}),
        (Paper.REFUSAL, {"reason": "", "law": "l"}),
        (Paper.STOP, {"reason": "r"}),
        (Paper.APOLOGY, {"reason": "r"}),
    ],
)
def test_a_paper_says_all_it_must(kind: Paper, content: dict[str, Any]) -> None:
    dossier, officer = start(), person("thu-ly", Role.CASE_OFFICER)
    refused("đủ nội dung", actions.draft, dossier, kind, content, who=officer, at=vn("2024-03-18T08:00"))
    assert not Draft.objects.exists()


def test_an_apology_a_working_day_ahead_once_and_the_dossier_stays_late() -> None:
    dossier, district = start(LAND), "ct-quan-binh-thuy"
    officer = person("dung", Role.CASE_OFFICER, unit=district)
    sorry = {"reason": "cơ quan phối hợp trễ", "appointment_at": stamp(vn("2024-05-09T17:00"))}
    refused(
        "chậm nhất 04/05/2024",
        *(actions.draft, dossier, Paper.APOLOGY, sorry),
        who=officer,
        at=vn("2024-05-05T09:00"),
    )
    days = ("2024-05-03T15:00", "2024-05-04T09:00", "2024-05-04T09:30")
    send(dossier, Paper.APOLOGY, sorry, days=days, unit=district)
    assert (now(dossier).due_at, now(dossier).appointment_at) == (
        vn("2024-05-06T17:00"),
        vn("2024-05-09T17:00"),
    )
    refused("một lần", actions.draft, dossier, Paper.APOLOGY, sorry, who=officer, at=vn("2024-05-04T10:00"))


@pytest.mark.parametrize(
    ("kind", "status", "outcome"),
    [(Paper.REFUSAL, "resolved", "refused"), (Paper.STOP, "stopped", "stopped")],
)
def test_a_refusal_is_a_result_that_waits_and_a_stop_is_the_end(
    kind: Paper, status: str, outcome: str
) -> None:
    dossier = start()
    content = {"reason": "không đủ điều kiện", "law": "Luật Hộ tịch Điều 8"}
    send(dossier, kind, content, days=("2024-03-18T08:00", "2024-03-18T09:00", "2024-03-18T10:00"))
    assert (now(dossier).status, now(dossier).outcome) == (status, outcome)


def test_numbers_have_no_gaps_and_begin_anew_with_the_year() -> None:
    days = ("2024-03-18T08:00", "2024-03-18T09:00", "2024-03-18T10:00")
    for _each in range(2):
        send(start(), Paper.SUPPLEMENT, ASK, days=days)
    late = start()
    officer = person("thu-ly")
    refused("đến 20/03", actions.ask_for_papers, late, **ASK, at=vn("2024-03-21T08:00"), by="x")
    send(late, Paper.SUPPLEMENT, ASK, days=days)
    assert officer.pk
    assert list(Draft.objects.order_by("pk").values_list("number", flat=True)) == [
        *("01/HDHS", "02/HDHS", "03/HDHS"),
    ]


def test_a_supplement_is_no_step_and_the_applicants_time_is_nobodys() -> None:
    dossier = start()
    ngoc, tam = person("ngoc", Role.CASE_OFFICER), person("tam", Role.HEAD_OF_AGENCY)
    content = {"items": ["Tờ khai"], "law": "Luật Hộ tịch"}
    paper = actions.draft(dossier, Paper.SUPPLEMENT, content, who=ngoc, at=vn("2024-03-15T10:00"))
    actions.sign(paper.pk, who=tam, at=vn("2024-03-15T10:10"))
    actions.send(paper.pk, who=ngoc, at=vn("2024-03-15T10:20"))
    actions.complete_papers(dossier, at=vn("2024-03-19T08:00"), by="mot-cua")
    result = actions.draft(dossier, Paper.RESULT, {}, who=ngoc, at=vn("2024-03-19T09:00"))
    actions.sign(result.pk, who=tam, at=vn("2024-03-19T09:30"))
    version = DossierVersion.objects.select_related("unit", "procedure_version").get(pk=now(dossier).pk)
    lines = hand_overs(version)[1:]
    named = (EventKind.SUBMITTED, EventKind.SIGNED)
    assert [line.kind for line in lines] == [str(kind.label) for kind in named]
    assert [line.used for line in lines] == [Decimal("1.00"), Decimal("0.50")]


def test_the_record_of_hand_overs_tells_who_had_it_and_whether_in_time() -> None:
    dossier = start()
    ngoc, tam = person("ngoc", Role.RECEIVING_OFFICER), person("tam", Role.CASE_OFFICER)
    actions.assign(dossier, officer=ngoc, at=vn("2024-03-15T09:10"), by="tam")
    version = DossierVersion.objects.select_related("unit", "procedure_version").get(pk=now(dossier).pk)
    step = version.procedure_version.steps.get(role=Role.CASE_OFFICER)
    actions.finish_step(dossier, step=step.name, to=tam, at=vn("2024-03-15T09:40"), by="ngoc")
    actions.finish_step(dossier, step=step.name, to=ngoc, at=vn("2024-03-19T10:10"), by="tam")
    lines = hand_overs(
        DossierVersion.objects.select_related("unit", "procedure_version").get(pk=now(dossier).pk)
    )
    assert [(line.given_by, line.taken_by) for line in lines] == [
        *(("Mẫu ngoc", ""), ("Mẫu tam", "Mẫu ngoc"), ("Mẫu ngoc", "Mẫu tam"), ("Mẫu tam", "Mẫu ngoc")),
    ]
    quick, slow = lines[2], lines[3]
    assert (quick.used, quick.timing) == (Decimal("0.50"), Timing.BEFORE)
    assert (slow.used, slow.timing) == (Decimal("16.50"), Timing.LATE)
    assert now(dossier).officer == ngoc
    refused(
        "Người được phân công",
        actions.finish_step,
        dossier,
        step="x",
        to=person("la"),
        at=vn("2024-03-19T10:00"),
        by="tam",
    )
    assert now(dossier).unit.key == WARD
