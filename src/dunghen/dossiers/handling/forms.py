"""What is typed for each act; whether it may be so is asked of the actions."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.fields import CHOOSE, ERRORS, NEEDED, TOO_LONG, Choices
from dunghen.core.forms import MomentField
from dunghen.core.text import sort_key
from dunghen.dossiers.handling.desk import Desk
from dunghen.dossiers.handling.duties import Act
from dunghen.dossiers.rules import HANDLERS, Cause, Often, Paper, Score
from dunghen.org.models import Assignment, Person, Unit

NO_NAMES = gettext_lazy("Không ghi họ tên, số định danh của người nộp.")
WAYS = [
    ("in_person", gettext_lazy("Trực tiếp")),
    ("post", gettext_lazy("Bưu chính công ích")),
    ("online", gettext_lazy("Trực tuyến")),
]


def text(
    label: Any, length: int = 300, *, required: bool = True, rows: int = 0, help: Any = ""
) -> forms.CharField:
    """A line, or some."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs={"autocomplete": "off"})
    errors = {"required": NEEDED, "max_length": TOO_LONG}
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        widget=widget,
        help_text=help,
        error_messages=errors,
    )


def choice(label: Any, choices: Choices, *, required: bool = True) -> forms.ChoiceField:
    """One of a list."""
    return forms.ChoiceField(
        label=label, choices=[*CHOOSE, *choices], required=required, error_messages=ERRORS
    )


def moment(label: Any, *, required: bool = False, help: Any = "") -> MomentField:
    """A moment as officials write it; empty means now where it is not required."""
    attrs = {"placeholder": "HH:MM dd/mm/yyyy", "autocomplete": "off"}
    return MomentField(
        label=label,
        required=required,
        help_text=help or (gettext_lazy("Bỏ trống nếu là bây giờ.") if not required else ""),
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": NEEDED},
    )


def passphrase(label: Any) -> forms.CharField:
    """Of a signing key: typed each time, never shown again and kept nowhere."""
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Bỏ trống nếu kết quả được ký trên giấy; khi đó không phải kết quả điện tử."),
    )


class Plain(forms.Form):
    """An act of which nothing need be typed but, if it was not now, when."""

    at = moment(gettext_lazy("Thời điểm"))


class Reasoned(Plain):
    """With a reason."""

    reason = text(gettext_lazy("Lý do"), 500, rows=3, help=NO_NAMES)


class _OfDesk(Plain):
    """A form that asks the dossier what it offers."""

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk

    def offer(self, name: str, choices: Choices) -> None:
        """The choices of a field."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*CHOOSE, *choices]


def _colleagues(desk: Desk) -> Choices:
    there = Assignment.objects.on(timezone.localdate()).filter(
        unit=desk.version.unit_id, role__in=HANDLERS, person__is_active=True
    )
    people = {one.person for one in there.select_related("person")}
    return [(str(one.pk), _named(one)) for one in sorted(people, key=lambda one: sort_key(str(one)))]


def _named(person: Person) -> str:
    return ", ".join(filter(None, (str(person), person.title)))


class Assign(_OfDesk):
    """To whom."""

    officer = choice(gettext_lazy("Người thụ lý"), [])

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, **kwargs)
        self.offer("officer", [one for one in _colleagues(desk) if one[0] != str(desk.version.officer_id)])


class Step(_OfDesk):
    """Which step is done, and who takes the next."""

    step = choice(gettext_lazy("Bước đã hoàn thành"), [])
    to = choice(gettext_lazy("Chuyển cho"), [], required=False)
    note = text(gettext_lazy("Ghi chú"), 300, required=False)

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, **kwargs)
        names = [(step.name, step.name) for step in desk.steps]
        self.offer("step", names)
        self.offer("to", _colleagues(desk))
        if names:
            self.fields["step"].initial = names[0][0]


class Consult(_OfDesk):
    """Of whom, what, and within how many working days."""

    unit = choice(gettext_lazy("Cơ quan được lấy ý kiến"), [])
    question = text(gettext_lazy("Nội dung lấy ý kiến"), 2000, rows=4, help=NO_NAMES)
    days = forms.IntegerField(
        label=gettext_lazy("Thời hạn trả lời (ngày làm việc)"),
        min_value=1,
        max_value=60,
        error_messages={
            "required": NEEDED,
            "invalid": gettext_lazy("Ghi một số nguyên."),
            "min_value": gettext_lazy("Ít nhất 1 ngày làm việc."),
            "max_value": gettext_lazy("Nhiều nhất 60 ngày làm việc."),
        },
    )

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, **kwargs)
        units = Unit.objects.on(timezone.localdate()).exclude(pk=desk.version.unit_id)
        ordered = sorted(units, key=lambda unit: sort_key(unit.name))
        self.offer("unit", [(unit.key, unit.name) for unit in ordered])


class Opinion(_OfDesk):
    """A paper that came from a consulted unit."""

    unit = choice(gettext_lazy("Cơ quan trả lời"), [])
    document = text(gettext_lazy("Số, ký hiệu văn bản trả lời"), 120)
    answer = text(gettext_lazy("Nội dung ý kiến"), 2000, rows=3, required=False, help=NO_NAMES)

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, **kwargs)
        waiting = [one.unit for one in desk.asks if one.answered_at is None and one.closed_at is None]
        self.offer("unit", [(unit.key, unit.name) for unit in waiting])


class Supplement(Plain):
    """Form 02: everything at once."""

    items = text(
        gettext_lazy("Nội dung cần bổ sung, hoàn thiện"),
        3000,
        rows=5,
        help=gettext_lazy("Mỗi dòng một nội dung; ghi đủ trong một lần."),
    )
    law = text(gettext_lazy("Căn cứ pháp lý"), 300)

    def clean_items(self) -> list[str]:
        """The lines that say something."""
        return [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]


class Ending(Reasoned):
    """Forms 03 and 05: the reason and the law."""

    law = text(gettext_lazy("Căn cứ pháp lý"), 300)


class Apology(Plain):
    """Form 04."""

    reason = text(gettext_lazy("Lý do quá hạn"), 500, rows=3, help=NO_NAMES)
    appointment_at = moment(gettext_lazy("Hẹn trả lại lúc"), required=True)


class Result(Plain):
    """The result that is submitted: its file, if it is issued as one."""

    file = forms.FileField(label=gettext_lazy("Tệp kết quả (PDF)"), required=False)
    note = text(gettext_lazy("Ý kiến trình"), 500, rows=3, required=False, help=NO_NAMES)


class Pay(_OfDesk):
    """Money received."""

    amount = forms.IntegerField(
        label=gettext_lazy("Số tiền (đồng)"),
        min_value=1,
        error_messages={"required": NEEDED, "invalid": gettext_lazy("Ghi một số nguyên.")},
    )
    online = choice(
        gettext_lazy("Hình thức nộp tiền"),
        [("0", gettext_lazy("Trực tiếp")), ("1", gettext_lazy("Trực tuyến"))],
    )
    receipt = text(gettext_lazy("Số biên lai"), 60, required=False)

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, **kwargs)
        self.fields["amount"].initial = desk.version.fee - desk.version.paid
        self.fields["online"].initial = "0"


class Pause(Plain):
    """Which paper of the special law stops the clock."""

    document = text(gettext_lazy("Số, ký hiệu văn bản"), 120)


class Sign(_OfDesk):
    """What the head adds when signing; a reason only where papers are asked for late or again."""

    head_reason = text(
        gettext_lazy("Lý do của người đứng đầu"),
        300,
        required=False,
        help=gettext_lazy(
            "Chỉ ghi khi yêu cầu bổ sung lần thứ hai, hoặc sau ngày làm việc thứ ba kể từ ngày tiếp nhận."
        ),
    )

    mat_khau = passphrase(gettext_lazy("Mật khẩu chứng thư số của anh/chị"))

    def __init__(self, desk: Desk, *args: Any, paper: str = "", **kwargs: Any) -> None:
        super().__init__(desk, *args, **kwargs)
        del self.fields["at"]
        if paper != Paper.SUPPLEMENT:
            del self.fields["head_reason"]
        if paper != Paper.RESULT:
            del self.fields["mat_khau"]


class Send(Plain):
    """Sending is now: the number is of today."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["at"]


class Issue(Send):
    """With the agency's digital signature, where the result is a file that its signer signed so."""

    mat_khau = passphrase(gettext_lazy("Mật khẩu chứng thư số của cơ quan"))


class Rate(Plain):
    """What the applicant thought, as far as they said; what is left empty was not answered."""

    score = choice(gettext_lazy("Mức độ hài lòng của người nộp"), Score.choices, required=False)
    contacts = choice(
        gettext_lazy("Số lần phải liên hệ nơi tiếp nhận để hoàn thiện hồ sơ"), Often.choices, required=False
    )
    places = choice(
        gettext_lazy("Số cơ quan, đơn vị phải liên hệ để hoàn thiện hồ sơ"), Often.choices, required=False
    )
    complaint = choice(
        gettext_lazy("Phản ánh về hành vi, thái độ của người tiếp nhận, giải quyết"),
        [("0", gettext_lazy("Không có phản ánh")), ("1", gettext_lazy("Có phản ánh"))],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["score"].help_text = _(
            "Chỉ ghi khi người nộp tự nguyện đánh giá; bỏ trống ý không trả lời."
        )


class Return(Rate):
    """How it was returned, and what the applicant thought."""

    way = choice(gettext_lazy("Cách trả kết quả"), WAYS)
    field_order = ("at", "way")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].initial = "in_person"


class GiveCause(_OfDesk):
    """Why it was late."""

    cause = choice(gettext_lazy("Nguyên nhân"), Cause.choices)
    other_unit = choice(gettext_lazy("Cơ quan phối hợp trễ"), [], required=False)
    note = text(gettext_lazy("Giải trình"), 500, rows=3, required=False, help=NO_NAMES)

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        super().__init__(desk, *args, **kwargs)
        del self.fields["at"]
        now = timezone.now()
        late = {one.unit for one in desk.asks if one.was_late(now)}
        self.offer("other_unit", [(unit.key, unit.name) for unit in late])


_OF_DESK: Mapping[Act, Callable[..., forms.Form]] = {
    Act.ASSIGN: Assign,
    Act.STEP: Step,
    Act.CONSULT: Consult,
    Act.OPINION: Opinion,
    Act.PAY: Pay,
    Act.CAUSE: GiveCause,
}
_PLAIN: Mapping[Act, Callable[..., forms.Form]] = {
    Act.SUPPLEMENT: Supplement,
    Act.APOLOGY: Apology,
    Act.RESULT: Result,
    Act.REFUSAL: Ending,
    Act.STOP: Ending,
    Act.WITHDRAW: Reasoned,
    Act.URGE: Reasoned,
    Act.SEND_BACK: Reasoned,
    Act.SEND: Send,
    Act.ISSUE: Issue,
    Act.RETURN: Return,
    Act.RATE: Rate,
    Act.PAUSE: Pause,
    Act.CONFIRM_CAUSE: Send,
}


def form_of(act: Act, desk: Desk, paper: str, *args: Any) -> forms.Form:
    """The form of an act, empty or with what was sent."""
    if act is Act.SIGN:
        return Sign(desk, *args, paper=paper)
    if act in _OF_DESK:
        return _OF_DESK[act](desk, *args)
    return _PLAIN.get(act, Plain)(*args)
