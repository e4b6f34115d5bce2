"""What is typed into the pages of inspections; whether it may be so is asked of the actions."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.fields import ERRORS, Choices, choice, day_field, lines, offer, text, whole_number
from dunghen.core.forms import MomentField
from dunghen.core.text import sort_key
from dunghen.org.models import Person, Unit
from dunghen.procedures.publication_forms import units_of
from dunghen.supervision.accountability.actions import Proposed
from dunghen.supervision.accountability.models import ManagedBy, Rank, Reason, Subject
from dunghen.supervision.inspections.actions.planned import Answers, Seat, Settled, Sitting
from dunghen.supervision.inspections.law import terms
from dunghen.supervision.inspections.models import (
    Duty,
    Inspection,
    Regime,
    Team,
    TeamMember,
)
from dunghen.supervision.inspections.rules import Came

CAME = [
    ("present", gettext_lazy("Có mặt")),
    ("leave", gettext_lazy("Vắng, được Trưởng đoàn đồng ý")),
    ("absent", gettext_lazy("Vắng, chưa được đồng ý")),
]


def units_since(year: int) -> Choices:
    """The units there have been since a year began, by name; of those that ended until when."""
    rows = Unit.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=date(year, 1, 1)), valid_from__lte=timezone.localdate()
    )
    return [(unit.key, _named(unit)) for unit in sorted(rows, key=lambda unit: sort_key(unit.name))]


def _named(unit: Unit) -> str:
    if unit.valid_to is None:
        return unit.name
    return _("%(name)s (đến %(day)s)") % {
        "name": unit.name,
        "day": f"{unit.valid_to - timedelta(days=1):%d/%m/%Y}",
    }


class PlanForm(forms.Form):
    """The plan of the year with its team; the regime is chosen once and stays."""

    regime = choice(gettext_lazy("Hình thức"), Regime.choices)
    organiser = choice(gettext_lazy("Cơ quan lập Đoàn"))
    counted_for = choice(gettext_lazy("Tính vào số liệu của"))
    year = whole_number(gettext_lazy("Năm"))
    name = text(gettext_lazy("Tên Đoàn"), 200, help_text=gettext_lazy("Ví dụ Đoàn kiểm tra CCHC năm 2024"))
    plan_number = text(gettext_lazy("Kế hoạch số"), 60, help_text=gettext_lazy("Ví dụ 247/KH-UBND"))
    plan_day = day_field(gettext_lazy("Ngày ban hành kế hoạch"))

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organiser", units)
        offer(self, "counted_for", units)
        self.fields["year"].initial = timezone.localdate().year


class Numbered(forms.Form):
    """A document by its number and day."""

    number = text(gettext_lazy("Số, ký hiệu"), 60)
    day = day_field(gettext_lazy("Ngày"))


class MemberForm(forms.Form):
    """A member: by their sign-in, or by name where they have none."""

    username = text(
        gettext_lazy("Tên đăng nhập"),
        150,
        required=False,
        help_text=gettext_lazy("Bỏ trống nếu thành viên chưa có tài khoản."),
    )
    name = text(gettext_lazy("Họ và tên"), 120)
    title = text(gettext_lazy("Chức vụ"), 120, required=False)
    body = text(
        gettext_lazy("Cơ quan"),
        200,
        help_text=gettext_lazy("Kể cả Hội đồng nhân dân, Ban Dân vận, Ban Tổ chức, Văn phòng Thành ủy."),
    )
    duty = choice(gettext_lazy("Nhiệm vụ trong Đoàn"), Duty.choices)

    def clean_username(self) -> Person | None:
        typed = self.cleaned_data["username"].strip()
        if not typed:
            return None
        found = Person.objects.filter(username=typed, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Không có tài khoản đang hoạt động với tên này."))
        return found


class ListForm(forms.Form):
    """A unit for the plan."""

    unit = choice(gettext_lazy("Đơn vị được kiểm tra"))
    day = day_field(gettext_lazy("Ngày làm việc"))
    outline_due = day_field(gettext_lazy("Hạn gửi báo cáo theo đề cương"))

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units_since(year))

    def clean_unit(self) -> Unit:
        return Unit.objects.get(key=self.cleaned_data["unit"])


class OfInspection(forms.Form):
    """A form about one inspection; without fields of its own it only confirms."""

    def __init__(self, inspection: Inspection, *args: Any, **kwargs: Any) -> None:
        self.inspection = inspection
        super().__init__(*args, **kwargs)


class SittingForm(OfInspection):
    """The working day: who came, what the minutes say."""

    day = day_field(gettext_lazy("Ngày làm việc"))
    head = text(
        gettext_lazy("Người đứng đầu đơn vị dự"),
        250,
        required=False,
        help_text=gettext_lazy("Họ tên, chức vụ; bỏ trống nếu người đứng đầu không dự."),
    )
    others = lines(
        gettext_lazy("Công chức, viên chức của đơn vị dự"),
        help_text=gettext_lazy("Mỗi dòng một người; người thay thế ghi thêm “; thay cho” người vắng."),
    )
    minutes = lines(gettext_lazy("Nội dung kiểm tra"), required=True, rows=5)
    opinion = lines(gettext_lazy("Ý kiến của đơn vị"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = self.inspection.day
        self.members = list(self.inspection.team.members.all())
        for member in self.members:
            label = f"{member.name}, {member.body}"
            self.fields[f"came_{member.pk}"] = choice(label, CAME)

    def sitting(self) -> Sitting:
        said = self.cleaned_data
        head = [Seat(said["head"], head=True)] if said["head"] else []
        return Sitting(
            day=said["day"],
            came={member.pk: self._came(member) for member in self.members},
            seats=[*head, *(_seat(line) for line in said["others"].splitlines() if line.strip())],
            minutes=said["minutes"],
            opinion=said["opinion"],
        )

    def _came(self, member: TeamMember) -> Came:
        said = self.cleaned_data[f"came_{member.pk}"]
        leave = _("Trưởng đoàn đồng ý") if said == "leave" else ""
        return Came(member.name, present=said == "present", leave=leave)


def _seat(line: str) -> Seat:
    name, _mark, rest = line.partition(";")
    return Seat(name.strip(), substitute_for=rest.strip().removeprefix(_("thay cho")).strip())


class ProblemForm(OfInspection):
    """A problem with its remedy."""

    content = lines(gettext_lazy("Vấn đề phát hiện"), required=True)
    remedy = lines(gettext_lazy("Kiến nghị của Đoàn"), required=True)
    days = whole_number(gettext_lazy("Thời hạn khắc phục (ngày làm việc)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].initial = terms(self.inspection.day).remedy_working_days


class OpinionForm(OfInspection):
    """What the unit does not agree to, problem by problem."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for problem in self.inspection.problems.order_by("number"):
            self.fields[f"objection_{problem.number}"] = lines(
                _("Vấn đề %(number)s: lý do chưa thống nhất") % {"number": problem.number},
                help_text=_("Bỏ trống nếu thống nhất."),
            )

    def disagrees(self) -> dict[int, str]:
        return {
            int(name.removeprefix("objection_")): said.strip()
            for name, said in self.cleaned_data.items()
            if said.strip()
        }


class SettleForm(OfInspection):
    """What the UBND answers."""

    document = text(
        gettext_lazy("Văn bản của UBND"),
        120,
        help_text=gettext_lazy("Số, ký hiệu, ngày; ví dụ 1250/UBND-NC ngày 05/4/2024"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = []
        for problem in self.inspection.problems.exclude(objection="").order_by("number"):
            self.numbers.append(problem.number)
            label = {"number": problem.number}
            self.fields[f"answer_{problem.number}"] = lines(
                _("Vấn đề %(number)s: ý kiến của UBND") % label, required=True
            )
            stays = [("yes", _("Giữ nguyên trong kết luận")), ("no", _("Bỏ khỏi kết luận"))]
            self.fields[f"stays_{problem.number}"] = choice(_("Vấn đề %(number)s") % label, stays)

    def answers(self) -> Answers:
        said = self.cleaned_data
        return Answers(
            said["document"],
            {
                number: Settled(said[f"answer_{number}"], stays=said[f"stays_{number}"] == "yes")
                for number in self.numbers
            },
        )


class PassForm(OfInspection):
    """The session in which the conclusion is passed."""

    day = day_field(gettext_lazy("Ngày thông qua kết luận"))
    head = text(gettext_lazy("Người đứng đầu đơn vị (họ tên, chức vụ)"), 120, required=False)
    present = forms.BooleanField(label=gettext_lazy("Người đứng đầu đơn vị có mặt"), required=False)


class ConcludeForm(OfInspection):
    """The notice."""

    number = text(gettext_lazy("Thông báo kết luận số"), 60)
    day = day_field(gettext_lazy("Ngày thông báo"))


class RequestForm(OfInspection):
    """What the unit recommends, and whose field it is."""

    content = lines(gettext_lazy("Kiến nghị, đề xuất của đơn vị"), required=True)
    member = choice(gettext_lazy("Thành viên trả lời"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.inspection.team.members.all()
        offer(
            self,
            "member",
            [(str(one.pk), f"{one.name}, {one.body}") for one in members],
            empty=_("Đoàn phân công sau"),
        )

    def clean_member(self) -> TeamMember | None:
        typed = self.cleaned_data["member"]
        return self.inspection.team.members.get(pk=typed) if typed else None


class AnswerForm(OfInspection):
    text = lines(gettext_lazy("Trả lời"), required=True, rows=2)


class RemedyForm(OfInspection):
    """The unit's report on one problem."""

    text = lines(gettext_lazy("Kết quả khắc phục"), required=True)
    done = choice(
        gettext_lazy("Tình trạng"),
        [("yes", gettext_lazy("Đã khắc phục xong")), ("no", gettext_lazy("Đang khắc phục"))],
    )


class ConfirmForm(OfInspection):
    day = day_field(gettext_lazy("Ngày xác nhận"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["day"].initial = timezone.localdate()


class ReturnForm(OfInspection):
    reason = lines(gettext_lazy("Lý do trả lại"), required=True, rows=2)


class MinutesForm(forms.Form):
    """Minutes on the spot. The signatures and files come beside it; `key` is the tablet's."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    team = choice(gettext_lazy("Đoàn kiểm tra"))
    unit = choice(gettext_lazy("Đơn vị được kiểm tra"))
    at = MomentField(
        label=gettext_lazy("Kiểm tra lúc"),
        widget=forms.TextInput(attrs={"placeholder": "HH:MM dd/mm/yyyy", "autocomplete": "off"}),
        error_messages=ERRORS,
    )
    place = text(gettext_lazy("Nơi kiểm tra"), 200, help_text=gettext_lazy("Ví dụ Bộ phận Một cửa"))
    present = lines(gettext_lazy("Thành phần tham dự"), required=True, rows=2)
    findings = lines(gettext_lazy("Nội dung ghi nhận"), required=True, rows=5)
    unit_opinion = lines(gettext_lazy("Ý kiến của đơn vị"), rows=2)
    proposal = lines(gettext_lazy("Kiến nghị của Đoàn"), rows=2)
    unsigned_reason = text(
        gettext_lazy("Lý do đơn vị không ký"),
        250,
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi đơn vị không ký."),
    )

    def __init__(self, teams: list[Team], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        offer(self, "team", [(key, team.name) for key, team in self.teams.items()])
        offer(self, "unit", units_since(min(team.year for team in teams)))

    def clean_team(self) -> Team:
        return self.teams[self.cleaned_data["team"]]

    def clean_unit(self) -> Unit:
        return Unit.objects.get(key=self.cleaned_data["unit"])


class CaseForm(forms.Form):
    """A case for the register of accountability."""

    subject = choice(gettext_lazy("Đối tượng"), Subject.choices)
    name = text(gettext_lazy("Tên tập thể hoặc họ tên cá nhân"), 200)
    post = text(gettext_lazy("Chức vụ"), 200, required=False)
    rank = choice(gettext_lazy("Ngạch, chức danh (cá nhân)"), required=False)
    managed = choice(gettext_lazy("Cấp quản lý"), ManagedBy.choices)
    reason = choice(gettext_lazy("Lý do"), Reason.choices)
    facts = lines(
        gettext_lazy("Nội dung vi phạm"),
        required=True,
        help_text=gettext_lazy("Ghi cả mã hồ sơ trễ hạn có liên quan."),
    )
    proposal = lines(gettext_lazy("Kiến nghị xử lý"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "rank", Rank.choices, empty=_("Không có (tập thể)"))

    def proposed(self) -> Proposed:
        return Proposed(**self.cleaned_data)


class AuditForm(forms.Form):
    """The decision on an audit."""

    auditor = choice(gettext_lazy("Cơ quan tiến hành thanh tra"))
    counted_for = choice(gettext_lazy("Tính vào số liệu của"))
    unit = choice(gettext_lazy("Đơn vị được thanh tra"))
    subject = text(gettext_lazy("Nội dung thanh tra"), 300)
    number = text(gettext_lazy("Quyết định thanh tra số"), 60)
    day = day_field(gettext_lazy("Ngày quyết định thanh tra"))

    def __init__(self, auditors: list[Unit], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = {unit.parent_id for unit in auditors if unit.parent_id} | {unit.pk for unit in auditors}
        offer(self, "auditor", units_of(frozenset(unit.pk for unit in auditors)))
        offer(self, "counted_for", units_of(frozenset(above)))
        offer(self, "unit", units_since(timezone.localdate().year))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        keys = {name: said[name] for name in ("auditor", "counted_for", "unit") if name in said}
        units = {unit.key: unit for unit in Unit.objects.filter(key__in=keys.values())}
        return {**said, **{name: units[key] for name, key in keys.items()}}


class CarriedOutForm(forms.Form):
    proof = text(gettext_lazy("Văn bản xác nhận đã thực hiện xong"), 120)
    day = day_field(gettext_lazy("Ngày thực hiện xong"))
