"""What is typed into publication decisions; whether it may be so is asked of the actions."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.fields import ERRORS, Choices, Hours, choice, day_field, lines, offer, text, whole_number
from dunghen.core.text import fold, sort_key
from dunghen.org.models import Level, Unit
from dunghen.procedures.models import (
    LimitKind,
    LinkKind,
    OnlineLevel,
    Procedure,
    ProcedurePaper,
    ProcedureStep,
    ProcedureVersion,
)
from dunghen.procedures.publication_drafts import Content

STEPS = 8  # rows of the form for an internal process
NAMED = 5  # procedures named where what was typed fits several
LEVELS = [(one.value, one.label) for one in (Level.CITY, Level.DISTRICT, Level.COMMUNE)]
STEP_ROLES = [
    ("receiving_officer", gettext_lazy("Công chức, viên chức tiếp nhận hồ sơ")),
    ("case_officer", gettext_lazy("Công chức thụ lý hồ sơ")),
    ("head_of_division", gettext_lazy("Lãnh đạo phòng")),
    ("head_of_agency", gettext_lazy("Lãnh đạo cơ quan")),
    ("clerk", gettext_lazy("Văn thư")),
]


class Head(forms.Form):
    """A decision before its procedures."""

    drafter = choice(gettext_lazy("Đơn vị trình công bố"))
    subject = text(gettext_lazy("Trích yếu"), 300)
    ministry_decision = text(gettext_lazy("Quyết định công bố của Bộ"), 200, required=False)
    ministry_received = day_field(gettext_lazy("Ngày nhận quyết định của Bộ"), required=False)
    legal_text = text(gettext_lazy("Văn bản quy phạm pháp luật"), 300)
    effective = day_field(gettext_lazy("Ngày văn bản có hiệu lực"))
    promulgated = day_field(
        gettext_lazy("Ngày công bố hoặc ký (văn bản theo trình tự, thủ tục rút gọn)"),
        required=False,
        help_text=gettext_lazy("Chỉ ghi khi văn bản có hiệu lực ngay từ ngày thông qua hoặc ký ban hành."),
    )

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "drafter", units)

    def said(self) -> dict[str, Any]:
        """Its columns; the unit apart."""
        return {name: value for name, value in self.cleaned_data.items() if name != "drafter"}


class ProcedureContent(forms.Form):
    """Parts a to h of a procedure (NĐ 63/2010/NĐ-CP art. 8.2). A draft may leave gaps: checks name them."""

    code = forms.RegexField(
        r"^[1-3]\.\d{6}$",
        label=gettext_lazy("Mã TTHC"),
        required=False,
        help_text=gettext_lazy("Ví dụ 1.001234; bỏ trống nếu chưa được cấp."),
        error_messages={"invalid": gettext_lazy("Mã TTHC có dạng 1.001234.")},
    )
    name = text(gettext_lazy("a) Tên thủ tục hành chính"), 500)
    field = text(gettext_lazy("Lĩnh vực"), 150)
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("Cấp thực hiện"),
        choices=LEVELS,
        widget=forms.CheckboxSelectMultiple,
        error_messages=ERRORS,
    )
    sequence = lines(gettext_lazy("b) Trình tự thực hiện"))
    channels = lines(
        gettext_lazy("c) Cách thức thực hiện"),
        help_text=gettext_lazy("Trực tiếp, trực tuyến, bưu chính công ích"),
    )
    papers = lines(
        gettext_lazy("d) Thành phần hồ sơ"),
        help_text=gettext_lazy(
            "Mỗi dòng một giấy tờ: Tên; số bản chính; số bản sao. Ví dụ: Đơn đề nghị; 1; 0"
        ),
        rows=4,
    )
    dossier_sets = whole_number(gettext_lazy("Số lượng hồ sơ (bộ)"), required=False)
    limit_amount = Hours(
        label=gettext_lazy("đ) Thời hạn giải quyết"),
        required=False,
        min_value=Decimal("0.25"),
        max_digits=6,
        decimal_places=2,
    )
    limit_unit = choice(gettext_lazy("Đơn vị thời hạn"), [("", "–"), *LimitKind.choices], required=False)
    subjects = lines(gettext_lazy("e) Đối tượng thực hiện"), rows=2)
    agency = lines(gettext_lazy("g) Cơ quan giải quyết"), rows=2)
    fee = whole_number(gettext_lazy("Phí, lệ phí (đồng)"), required=False)
    fee_note = text(gettext_lazy("Ghi chú phí, lệ phí"), 300, required=False)
    legal_basis = lines(
        gettext_lazy("Căn cứ pháp lý"), help_text=gettext_lazy("Mỗi dòng một văn bản"), rows=2
    )
    online_level = choice(gettext_lazy("Mức độ trực tuyến"), OnlineLevel.choices)
    link_kind = choice(gettext_lazy("Liên thông"), LinkKind.choices)
    non_territorial = forms.BooleanField(
        label=gettext_lazy("Tiếp nhận không phụ thuộc địa giới hành chính"), required=False
    )
    result = forms.BooleanField(label=gettext_lazy("Có kết quả bằng văn bản"), required=False, initial=True)

    def clean_papers(self) -> list[ProcedurePaper]:
        """One paper a line."""
        return [_paper(number, line) for number, line in enumerate(_lines(self.cleaned_data["papers"]), 1)]

    def content(self) -> Content:
        """As the actions take it."""
        said = self.cleaned_data
        return Content(
            code=said["code"],
            name=said["name"],
            field=said["field"],
            levels=said["levels"],
            papers=said["papers"],
            link_kind=said["link_kind"],
            non_territorial=said["non_territorial"],
            version={
                **{name: said[name] for name in ("sequence", "channels", "subjects", "agency", "fee_note")},
                **{name: said[name] for name in ("dossier_sets", "limit_amount", "limit_unit")},
                "limit_source": "; ".join(_lines(said["legal_basis"]))[:300],
                "fee": said["fee"] or 0,
                "legal_basis": _lines(said["legal_basis"]),
                "online_level": said["online_level"],
                "eligible_full": said["online_level"] == OnlineLevel.FULL,
                "issues_result_paper": said["result"],
            },
        )


class AmendedContent(ProcedureContent):
    """A procedure in force with what changes of it."""

    changes = lines(gettext_lazy("Nội dung sửa đổi, bổ sung"), required=True, rows=2)

    field_order = ("changes",)


class Ended(forms.Form):
    """A procedure that is abolished or replaced."""

    procedure = text(
        gettext_lazy("Thủ tục bị bãi bỏ, thay thế"),
        500,
        help_text=gettext_lazy("Ghi mã TTHC hoặc tên; không cần dấu."),
    )
    changes = lines(gettext_lazy("Văn bản bãi bỏ, thay thế"), required=True, rows=2)
    replaced_by = choice(gettext_lazy("Được thay thế bằng thủ tục mới"), required=False)

    def __init__(self, new: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replaced_by"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Không (bãi bỏ)")), *new]

    def clean_procedure(self) -> Procedure:
        return named(self.cleaned_data["procedure"])


class Which(forms.Form):
    """Which procedure is amended."""

    procedure = text(
        gettext_lazy("Thủ tục được sửa đổi, bổ sung"),
        500,
        help_text=gettext_lazy("Ghi mã TTHC hoặc tên; không cần dấu."),
    )

    def clean_procedure(self) -> Procedure:
        return named(self.cleaned_data["procedure"])


def named(typed: str) -> Procedure:
    """The one procedure of this code, key or name. Raises ValidationError, which names some where several
    fit."""
    words = fold(typed)
    by_name = Procedure.objects.filter(versions__known_to=None, versions__state="published").distinct()
    exact = by_name.filter(code=typed) | by_name.filter(key=typed) | by_name.filter(search=words)
    found = list(exact.distinct()[:2])
    if len(found) != 1:
        for word in words.split():
            by_name = by_name.filter(search__contains=word)
        found = list(by_name.order_by("search")[: NAMED + 1])
    if not found:
        raise ValidationError(_("Không tìm thấy thủ tục đang có hiệu lực."))
    if len(found) > 1:
        some = "; ".join(f"{one} ({one.code or one.key})" for one in found[:NAMED])
        raise ValidationError(
            _("Có nhiều thủ tục phù hợp, ghi mã hoặc tên đầy đủ: %(some)s") % {"some": some}
        )
    return found[0]


def said_of(procedure: Procedure, version: ProcedureVersion) -> dict[str, Any]:
    """What the form shows of a version."""
    papers = sorted(version.papers.all(), key=lambda paper: paper.pk or 0)
    return {
        **{
            name: getattr(procedure, name)
            for name in ("code", "name", "field", "link_kind", "non_territorial")
        },
        **{name: getattr(version, name) for name in ("sequence", "channels", "subjects", "agency", "fee")},
        **{
            name: getattr(version, name)
            for name in ("dossier_sets", "limit_unit", "fee_note", "online_level")
        },
        "limit_amount": version.limit_amount and f"{version.limit_amount.normalize():f}".replace(".", ","),
        "levels": [scope.level for scope in version.scopes.all()],
        "papers": "\n".join(f"{paper.name}; {paper.originals}; {paper.copies}" for paper in papers),
        "legal_basis": "\n".join(version.legal_basis),
        "result": version.issues_result_paper,
    }


class Process(forms.Form):
    """An internal process: its decision, and up to STEPS steps."""

    decision = text(gettext_lazy("Quyết định phê duyệt quy trình nội bộ"), 60)
    decided = day_field(gettext_lazy("Ngày phê duyệt"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, STEPS + 1):
            first = number == 1
            self.fields[f"name_{number}"] = text(
                _("Bước %(number)s") % {"number": number}, 300, required=first
            )
            self.fields[f"role_{number}"] = choice(_("Người thực hiện"), STEP_ROLES)
            self.fields[f"hours_{number}"] = Hours(
                label=_("Số giờ"), required=first, max_digits=7, decimal_places=2, error_messages=ERRORS
            )

    @property
    def rows(self) -> list[list[Any]]:
        """The fields of each step."""
        return [
            [self[f"{name}_{number}"] for name in ("name", "role", "hours")] for number in range(1, STEPS + 1)
        ]

    def steps(self) -> list[ProcedureStep]:
        """Those that were named."""
        said: Mapping[str, Any] = self.cleaned_data
        named_ones = [number for number in range(1, STEPS + 1) if said[f"name_{number}"]]
        return [
            ProcedureStep(
                position=place,
                name=said[f"name_{number}"],
                role=said[f"role_{number}"],
                hours=said[f"hours_{number}"] or Decimal(0),
            )
            for place, number in enumerate(named_ones, 1)
        ]


class Signing(forms.Form):
    """What was signed."""

    number = text(gettext_lazy("Số, ký hiệu"), 60, help_text=gettext_lazy("Ví dụ 14/QĐ-UBND"))
    signed = day_field(gettext_lazy("Ngày ký"))


class OnDay(forms.Form):
    """A day on which something was done."""

    day = day_field(gettext_lazy("Ngày"))


class Reason(forms.Form):
    """Why it goes back."""

    reason = lines(gettext_lazy("Lý do trả lại"), required=True, rows=2)


def units_of(pks: frozenset[int]) -> Choices:
    """The units to choose from, by name."""
    rows = sorted(Unit.objects.filter(pk__in=pks), key=lambda unit: sort_key(unit.name))
    return [(unit.key, unit.name) for unit in rows]


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _paper(number: int, line: str) -> ProcedurePaper:
    """Tên; bản chính; bản sao. Raises ValidationError."""
    name, *counts = (part.strip() for part in line.split(";"))
    if len(counts) > 2 or not all(count.isdecimal() for count in counts):
        raise ValidationError(_("Dòng %(number)s: ghi Tên; số bản chính; số bản sao.") % {"number": number})
    originals, copies = (int(count) for count in (*counts, *("1", "0")[len(counts) :]))
    code = slugify(fold(name))[:34] or "gt"
    return ProcedurePaper(code=f"{code}-{number}", name=name, originals=originals, copies=copies)
