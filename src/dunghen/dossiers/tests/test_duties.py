"""Who may do what and when, against a table written down apart from the code."""

from datetime import date
from typing import Any

import pytest

from dunghen.dossiers.handling import duties
from dunghen.dossiers.handling.decree import note_of
from dunghen.dossiers.handling.duties import Act, Facts
from dunghen.dossiers.rules import HANDLERS, Paper, Stage, Status
from dunghen.dossiers.tests.test_rules import STATE
from dunghen.org.rights import Role

OPEN_ACTS = "lay-y-kien yeu-cau-bo-sung tam-dung yeu-cau-nop xin-loi trinh-ket-qua tu-choi dung-giai-quyet"
HEADS = {Role.HEAD_OF_DIVISION, Role.HEAD_OF_AGENCY}
# what each role is offered with a dossier in process, at a unit that receives and decides
OFFERED = {
    Role.RECEIVING_OFFICER: f"{OPEN_ACTS} chuyen-buoc thu-phi rut-ho-so",
    Role.CASE_OFFICER: f"{OPEN_ACTS} chuyen-buoc",
    Role.HEAD_OF_DIVISION: f"{OPEN_ACTS} chuyen-buoc phan-cong",
    Role.HEAD_OF_AGENCY: f"{OPEN_ACTS} chuyen-buoc phan-cong",
    Role.HEAD_OF_ONE_STOP: "thu-phi rut-ho-so",
    Role.CASHIER: "thu-phi",
}


def facts(role: Role, **said: Any) -> Facts:
    held = frozenset({role})
    known: dict[str, Any] = {"state": STATE, "mine": True, "steps_left": 1, "may_pause": True}
    return Facts(decides=held, one_stop=held, received=held, **(known | said))


@pytest.mark.parametrize("role", list(Role))
def test_what_each_role_is_offered_with_an_open_dossier(role: Role) -> None:
    assert set(duties.offered(facts(role))) == set(OFFERED.get(role, "").split())


@pytest.mark.parametrize("role", list(Role))
def test_nobody_elsewhere_is_offered_anything(role: Role) -> None:
    assert duties.offered(Facts(state=STATE, mine=True, steps_left=1, may_pause=True)) == []


def test_a_result_is_returned_where_the_dossier_was_received() -> None:
    ended, desk = STATE._replace(status=Status.RESOLVED.value), frozenset({Role.RECEIVING_OFFICER})
    decider = Facts(state=ended, decides=desk, one_stop=desk)
    assert Act.RETURN not in duties.offered(decider)
    assert "nơi tiếp nhận" in duties.refusal(Act.RETURN, decider)
    assert Act.RETURN in duties.offered(Facts(state=ended, one_stop=desk, received=desk))


@pytest.mark.parametrize("role", sorted(HANDLERS))
def test_a_colleagues_dossier_is_for_heads_alone(role: Role) -> None:
    acts = set(duties.offered(facts(role, mine=False)))
    assert ("lay-y-kien" in acts) == (role in HEADS)
    said = duties.refusal(Act.CONSULT, facts(role, mine=False))
    assert (said == "") == (role in HEADS)


@pytest.mark.parametrize(
    ("act", "paper", "stage", "roles"),
    [
        (Act.SIGN, Paper.SUPPLEMENT, Stage.DRAFTED, {Role.HEAD_OF_AGENCY}),
        (Act.SIGN, Paper.RESULT, Stage.DRAFTED, {Role.HEAD_OF_AGENCY}),
        (Act.SIGN, Paper.URGE, Stage.DRAFTED, {Role.HEAD_OF_ONE_STOP}),
        (Act.SIGN, Paper.RESULT, Stage.SIGNED, set()),
        (Act.SEND_BACK, Paper.REFUSAL, Stage.SIGNED, HEADS),
        (Act.SEND, Paper.SUPPLEMENT, Stage.SIGNED, {Role.RECEIVING_OFFICER, Role.HEAD_OF_ONE_STOP}),
        (Act.SEND, Paper.SUPPLEMENT, Stage.DRAFTED, set()),
        (Act.SEND, Paper.RESULT, Stage.SIGNED, set()),
        (Act.ISSUE, Paper.RESULT, Stage.SIGNED, {Role.CLERK}),
        (Act.ISSUE, Paper.RESULT, Stage.DRAFTED, set()),
        (Act.ISSUE, Paper.SUPPLEMENT, Stage.SIGNED, set()),
    ],
)
def test_who_moves_a_paper_on(act: Act, paper: Paper, stage: Stage, roles: set[Role]) -> None:
    may = {role for role in Role if act in duties.offered_on(facts(role, papers={paper: stage}), paper)}
    assert may == roles


@pytest.mark.parametrize(
    ("act", "said", "words"),
    [
        (Act.SUPPLEMENT, {"papers": {Paper.SUPPLEMENT: Stage.DRAFTED}}, "Đã có văn bản loại này"),
        (Act.RESULT, {"papers": {Paper.REFUSAL: Stage.SIGNED}}, "văn bản kết thúc"),
        (Act.REFUSAL, {"papers": {Paper.RESULT: Stage.SIGNED}}, "văn bản kết thúc"),
        (Act.STEP, {"steps_left": 0}, "không còn bước"),
        (Act.PAUSE, {"may_pause": False}, "tạm dừng"),
        (Act.APOLOGY, {"state": STATE._replace(apologised_at=STATE.received_at)}, "gửi một lần"),
        (Act.APOLOGY, {"may_apologise": False}, "chậm nhất một ngày"),
        (Act.ASK_FEE, {"state": STATE._replace(paid=10_000)}, "không còn nghĩa vụ"),
        (Act.CAUSE, {}, "không trễ hạn"),
        (Act.CAUSE, {"late": True, "cause_confirmed": True}, "không trễ hạn"),
        (Act.OPINION, {}, "đang được lấy ý kiến"),
        (Act.RESULT, {"state": STATE._replace(status=Status.WAITING_PAPERS.value)}, "Chờ bổ sung"),
    ],
)
def test_why_not_now(act: Act, said: dict[str, Any], words: str) -> None:
    assert words in duties.refusal(act, facts(Role.CASE_OFFICER, **said))


def test_the_sentence_names_whose_duty_it_is_and_the_article() -> None:
    said = duties.refusal(
        Act.SIGN, facts(Role.CASE_OFFICER, papers={Paper.RESULT: Stage.DRAFTED}), Paper.RESULT
    )
    assert "Lãnh đạo cơ quan" in said
    assert "NĐ 30/2020/NĐ-CP" in said


def test_late_never_blocks_the_return() -> None:
    ended = STATE._replace(status=Status.RESOLVED.value)
    assert Act.RETURN in duties.offered(facts(Role.RECEIVING_OFFICER, state=ended, late=True))
    assert Act.CONFIRM_CAUSE in duties.offered(
        facts(Role.HEAD_OF_ONE_STOP, state=ended, late=True, cause=True)
    )


def test_a_dossier_of_today_says_that_the_articles_are_of_the_decree_before() -> None:
    assert note_of(date(2024, 5, 6)) == note_of(date(2025, 6, 30)) == ""
    assert "NĐ 118/2025/NĐ-CP" in note_of(date(2025, 7, 1))
