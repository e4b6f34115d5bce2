"""What moves an inspection by plan on: the words, the form, who may and when, and what is then done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from dunghen.org.models import Person
from dunghen.supervision.errors import Refused
from dunghen.supervision.inspections import forms, rules
from dunghen.supervision.inspections.actions import planned, requests
from dunghen.supervision.inspections.actions.base import Upload
from dunghen.supervision.inspections.models import Inspection
from dunghen.supervision.inspections.who import Able

Side = Literal["team", "unit", "ubnd", "either"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A step as it came: by whom, on which inspection in which version, on which problem or request."""

    by: Person
    pk: int
    seen: int
    number: int
    files: list[Upload]


@dataclass(frozen=True, slots=True)
class Step:
    """`files`: whether one, several or none are sent with it."""

    verb: str
    label: Any
    form: type[forms.OfInspection]
    states: frozenset[str]
    side: Side
    act: Callable[[Sent, Any], object]
    done: Any
    files: Literal["", "one", "many"] = ""
    file_label: Any = ""
    danger: bool = False


def _on(*states: str) -> frozenset[str]:
    return frozenset(states)


def _outline(sent: Sent, _form: Any) -> None:
    if not sent.files:
        raise Refused(str(_("Chọn tệp báo cáo theo đề cương.")))
    planned.send_outline(sent.by, sent.pk, sent.seen, sent.files[0])


# of the whole inspection
STEPS = (
    Step(
        "gui-lich",
        _("Gửi lịch kiểm tra cho đơn vị"),
        forms.OfInspection,
        _on(rules.PLANNED),
        "team",
        lambda sent, form: planned.send_schedule(sent.by, sent.pk, sent.seen),
        _("Đã gửi lịch kiểm tra cho đơn vị."),
    ),
    Step(
        "de-cuong",
        _("Gửi báo cáo theo đề cương"),
        forms.OfInspection,
        _on(rules.SCHEDULED),
        "unit",
        _outline,
        _("Đã gửi báo cáo theo đề cương."),
        "one",
        _("Tệp báo cáo"),
    ),
    Step(
        "bien-ban",
        _("Lập biên bản"),
        forms.SittingForm,
        _on(rules.SCHEDULED),
        "team",
        lambda sent, form: planned.hold(sent.by, sent.pk, sent.seen, form.sitting()),
        _("Đã lập biên bản buổi làm việc."),
    ),
    Step(
        "van-de",
        _("Ghi vấn đề phát hiện"),
        forms.ProblemForm,
        _on(rules.MINUTED),
        "team",
        lambda sent, form: planned.add_problem(sent.by, sent.pk, sent.seen, **form.cleaned_data),
        _("Đã ghi vấn đề phát hiện."),
    ),
    Step(
        "du-thao",
        _("Gửi dự thảo kết luận cho đơn vị"),
        forms.OfInspection,
        _on(rules.MINUTED),
        "team",
        lambda sent, form: planned.send_draft(sent.by, sent.pk, sent.seen),
        _("Đã gửi dự thảo kết luận cho đơn vị."),
    ),
    Step(
        "y-kien",
        _("Gửi ý kiến về dự thảo kết luận"),
        forms.OpinionForm,
        _on(rules.DRAFTED),
        "unit",
        lambda sent, form: planned.give_opinion(sent.by, sent.pk, sent.seen, form.disagrees()),
        _("Đã gửi ý kiến về dự thảo kết luận."),
    ),
    Step(
        "ubnd",
        _("Ghi nhận ý kiến của UBND"),
        forms.SettleForm,
        _on(rules.DISPUTED),
        "ubnd",
        lambda sent, form: planned.settle(sent.by, sent.pk, sent.seen, form.answers()),
        _("Đã ghi nhận ý kiến của UBND."),
    ),
    Step(
        "thong-qua",
        _("Thông qua kết luận"),
        forms.PassForm,
        _on(rules.DISPUTED, rules.AGREED),
        "team",
        lambda sent, form: planned.pass_conclusion(sent.by, sent.pk, sent.seen, **form.cleaned_data),
        _("Đã thông qua kết luận trước người đứng đầu đơn vị."),
    ),
    Step(
        "thong-bao",
        _("Ban hành thông báo kết luận"),
        forms.ConcludeForm,
        _on(rules.PASSED),
        "team",
        lambda sent, form: planned.conclude(sent.by, sent.pk, sent.seen, **form.cleaned_data),
        _("Đã ghi nhận thông báo kết luận; thời hạn khắc phục tính theo ngày làm việc."),
    ),
    Step(
        "kien-nghi",
        _("Ghi kiến nghị, đề xuất của đơn vị"),
        forms.RequestForm,
        rules.OPEN_TO_REQUESTS,
        "either",
        lambda sent, form: requests.request(sent.by, sent.pk, sent.seen, **form.cleaned_data),
        _("Đã ghi kiến nghị, đề xuất của đơn vị."),
    ),
)
# of one problem, by its number
REPORT = Step(
    "bao-cao",
    _("Báo cáo kết quả khắc phục"),
    forms.RemedyForm,
    _on(rules.CONCLUDED),
    "unit",
    lambda sent, form: planned.report_remedy(
        sent.by,
        sent.pk,
        sent.seen,
        sent.number,
        text=form.cleaned_data["text"],
        done=form.cleaned_data["done"] == "yes",
        evidence=sent.files,
    ),
    _("Đã gửi báo cáo kết quả khắc phục."),
    "many",
    _("Tài liệu minh chứng"),
)
CONFIRM = Step(
    "xac-nhan",
    _("Xác nhận đã khắc phục"),
    forms.ConfirmForm,
    _on(rules.CONCLUDED),
    "team",
    lambda sent, form: planned.confirm(sent.by, sent.pk, sent.seen, sent.number, **form.cleaned_data),
    _("Đã xác nhận khắc phục xong."),
)
RETURN = Step(
    "tra-lai",
    _("Trả lại, yêu cầu khắc phục tiếp"),
    forms.ReturnForm,
    _on(rules.CONCLUDED),
    "team",
    lambda sent, form: planned.send_back(sent.by, sent.pk, sent.seen, sent.number, **form.cleaned_data),
    _("Đã trả lại đơn vị."),
    danger=True,
)
# of one request, by its number
ANSWER = Step(
    "tra-loi",
    _("Trả lời kiến nghị"),
    forms.AnswerForm,
    rules.OPEN_TO_REQUESTS | {rules.CLOSED},
    "either",
    lambda sent, form: requests.answer(sent.by, sent.pk, sent.seen, sent.number, **form.cleaned_data),
    _("Đã trả lời kiến nghị của đơn vị."),
)
ALL = {step.verb: step for step in (*STEPS, REPORT, CONFIRM, RETURN, ANSWER)}


@dataclass(frozen=True, slots=True)
class Sides:
    """On which sides of an inspection somebody stands. Nobody of the inspected unit acts for the team."""

    team: bool
    unit: bool
    ubnd: bool

    def takes(self, step: Step) -> bool:
        match step.side:
            case "team":
                return self.team
            case "unit":
                return self.unit
            case "ubnd":
                return self.ubnd
        return self.team or self.unit


def sides(able: Able, inspection: Inspection) -> Sides:
    """Some queries."""
    unit, theirs = able.answers_for(inspection.unit_id), able.works_at(inspection.unit_id)
    return Sides(
        team=not theirs and able.acts_for(inspection.team), unit=unit, ubnd=not theirs and able.decides()
    )
