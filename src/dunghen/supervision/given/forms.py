"""What is typed about given tasks; whether it may be so is asked of the actions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.fields import CHOOSE, Choices, choice, day_field, lines, offer, text
from dunghen.documents.models import DocumentKind
from dunghen.org.models import Person, Unit
from dunghen.supervision.given.models import Giver
from dunghen.supervision.given.sources import Order
from dunghen.supervision.plans.times import Unreadable, read_time
from dunghen.supervision.tasks.models import ProductKind
from dunghen.supervision.tasks.naming import Units

LONG = 4000  # signs of what is typed in several lines
UNITS_LIST = "cac-don-vi"  # the list of names a browser offers while one types


def line(
    label: Any, length: int, *, required: bool = True, help_text: Any = "", units: bool = False
) -> forms.CharField:
    """One line; of unit names with their list."""
    field = text(label, length, required=required, help_text=help_text)
    if units:
        field.widget.attrs["list"] = UNITS_LIST
    return field


class Head(forms.Form):
    """The document that gives tasks."""

    office = choice(gettext_lazy("Cơ quan giao, theo dõi"))
    giver = choice(gettext_lazy("Nguồn giao"), [*CHOOSE, *Giver.choices])
    kind = choice(gettext_lazy("Tên loại văn bản"), [*CHOOSE, *DocumentKind.choices])
    symbol = line(gettext_lazy("Số, ký hiệu"), 80, required=False, help_text=gettext_lazy("Ví dụ 29/NQ-HĐND"))
    day = day_field(gettext_lazy("Ngày văn bản"))
    issuer = line(gettext_lazy("Cơ quan ban hành"), 200)
    abstract = lines(gettext_lazy("Trích yếu nội dung"), required=True, rows=2, most=500)
    signer_post = line(gettext_lazy("Chức vụ người ký"), 120, required=False)
    reply_by = day_field(gettext_lazy("Hạn báo cáo kết quả"), required=False)
    reply_basis = line(
        gettext_lazy("Văn bản yêu cầu báo cáo"),
        300,
        required=False,
        help_text=gettext_lazy("Tên, số, ngày, trích yếu; ghi vào phần mở đầu của báo cáo."),
    )
    reply_to = lines(
        gettext_lazy("Nơi nhận báo cáo"),
        help_text=gettext_lazy("Mỗi dòng một nơi nhận."),
        rows=2,
        most=LONG,
    )

    def __init__(self, offices: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "office", offices)

    def clean_reply_to(self) -> list[str]:
        names = (name.strip(" -;.") for name in self.cleaned_data["reply_to"].splitlines())
        return [name for name in names if name]

    def said(self) -> dict[str, Any]:
        """Its columns; the office apart."""
        return {name: value for name, value in self.cleaned_data.items() if name != "office"}


NO_CONTENT = gettext_lazy("Phải ghi nội dung nhiệm vụ.")
NO_PRODUCT = gettext_lazy("Phải ghi sản phẩm của nhiệm vụ (văn bản, kết quả đếm được).")
NO_LEAD = gettext_lazy("Nhiệm vụ phải có cơ quan chủ trì.")


class OrderForm(forms.Form):
    """One thing the document orders; a form without content, product and lead is left out."""

    label = line(gettext_lazy("Mục"), 12, required=False, help_text=gettext_lazy("Ví dụ 1.a"))
    heading = lines(
        gettext_lazy("Nội dung lớn trong văn bản"),
        rows=2,
        most=LONG,
        help_text=gettext_lazy("Thành đề mục của báo cáo kết quả."),
    )
    content = lines(gettext_lazy("Nhiệm vụ cụ thể"), required=True, rows=2, most=LONG)
    product = line(gettext_lazy("Sản phẩm"), 500)
    leads = line(
        gettext_lazy("Cơ quan chủ trì"),
        500,
        units=True,
        help_text=gettext_lazy(
            "Tên cơ quan; nhiều cơ quan cách nhau dấu chấm phẩy, mỗi cơ quan một nhiệm vụ."
        ),
    )
    partners = line(gettext_lazy("Cơ quan phối hợp"), 500, required=False, units=True)
    time_text = line(
        gettext_lazy("Thời hạn như văn bản ghi"),
        200,
        required=False,
        help_text=gettext_lazy("Ví dụ: trong tháng 3 năm 2023; Thường xuyên"),
    )
    due = day_field(
        gettext_lazy("Thời hạn (ngày)"),
        required=False,
        help_text=gettext_lazy("Bỏ trống thì lấy theo thời hạn như văn bản ghi."),
    )

    def __init__(
        self, *args: Any, units: Units | None = None, day: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False  # forms that stay empty are left out
        self.units, self.day = units, day
        missing = {"content": NO_CONTENT, "product": NO_PRODUCT, "leads": NO_LEAD}
        for name, words in missing.items():
            self.fields[name].error_messages["required"] = words

    @property
    def empty(self) -> bool:
        """Whether nothing of a task was typed."""
        return not any(
            self.data.get(self.add_prefix(name), "").strip() for name in ("content", "product", "leads")
        )

    def clean_leads(self) -> list[Unit]:
        found, unknown = self._named("leads")
        if unknown:
            names = ", ".join(unknown)
            raise ValidationError(
                _("Không tìm thấy cơ quan “%(names)s” vào ngày của văn bản.") % {"names": names}
            )
        return found

    def clean_partners(self) -> tuple[list[Unit], list[str]]:
        return self._named("partners")

    def _named(self, name: str) -> tuple[list[Unit], list[str]]:
        """The units named, and the names that are no unit's."""
        names = [part.strip() for part in self.cleaned_data[name].split(";") if part.strip()]
        found: dict[int, Unit] = {}
        unknown = []
        for one in names:
            units = self.units.all(one) if self.units else []
            found |= {unit.pk: unit for unit in units}
            unknown += [] if units else [one]
        return list(found.values()), unknown

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        text = said.get("time_text", "")
        if text and not said.get("due") and self.day and "due" not in self.errors:
            try:
                time = read_time(text, self.day.year)
            except Unreadable as error:
                self.add_error("time_text", str(error))
            else:
                once = time.kind in (ProductKind.ONCE, ProductKind.CONDITIONAL)
                said["due"] = time.ends if once else None
        return said

    def order(self) -> Order:
        """As the actions take it."""
        said = self.cleaned_data
        partners, others = said["partners"]
        plain = {name: said[name] for name in ("content", "product", "label", "heading", "time_text", "due")}
        leads = said["leads"]
        kept = [unit for unit in partners if unit not in leads]
        return Order(leads=leads, partners=kept, others=others, **plain)


class Seen(forms.Form):
    """What every act says: the version of the task its doer saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Assign(Seen):
    division = line(gettext_lazy("Phòng, bộ phận"), 200, required=False)
    officer = choice(gettext_lazy("Người thực hiện"), required=False)

    def choose(self, people: Sequence[Person]) -> None:
        shown = [(str(one.pk), f"{one}, {one.title}".rstrip(", ")) for one in people]
        offer(self, "officer", shown, empty=_("Chưa chọn"))


class Note(Seen):
    text = lines(gettext_lazy("Nội dung"), required=True, most=LONG)
    cites = lines(
        gettext_lazy("Văn bản dẫn chứng"),
        rows=2,
        most=LONG,
        help_text=gettext_lazy(
            "Mỗi dòng một văn bản (tên, số, ngày, trích yếu); thành chú thích của báo cáo."
        ),
    )
    report = forms.BooleanField(label=gettext_lazy("Đưa vào báo cáo kết quả thực hiện"), required=False)


class Product(Seen):
    number = line(gettext_lazy("Số, ký hiệu"), 60)
    day = day_field(gettext_lazy("Ngày văn bản"))
    subject = line(gettext_lazy("Trích yếu"), 300, required=False)
    file = forms.FileField(label=gettext_lazy("Tệp văn bản"), required=False)


class Ask(Seen):
    wanted = day_field(gettext_lazy("Thời hạn đề nghị"))
    reason = lines(gettext_lazy("Lý do"), required=True, rows=2, most=500)


class Grant(Seen):
    now = day_field(gettext_lazy("Thời hạn mới"))
    answer = line(gettext_lazy("Ý kiến"), 500, required=False)


class Reason(Seen):
    reason = lines(gettext_lazy("Lý do"), required=True, rows=2, most=300)


class Lead(Seen):
    lead = choice(gettext_lazy("Đơn vị chủ trì mới"))
    reason = line(gettext_lazy("Lý do"), 300)


class Outlook(Seen):
    """Part II of a report."""

    outlook = lines(
        gettext_lazy("Nhiệm vụ, giải pháp thời gian tới"),
        rows=8,
        most=20000,
        help_text=gettext_lazy("Mỗi dòng một đoạn của phần II."),
    )
