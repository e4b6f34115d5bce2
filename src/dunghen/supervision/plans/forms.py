"""What is typed into plans and their tasks; whether it may be so is asked of the actions."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.fields import Choices, choice, day_field, lines, offer, text
from dunghen.org.models import Unit
from dunghen.supervision.fields import Seen
from dunghen.supervision.plans.actions import ProductSaid, TaskSaid
from dunghen.supervision.plans.models import Plan, PlanKind
from dunghen.supervision.tasks.models import Product, ProductKind, Task
from dunghen.supervision.tasks.naming import Units

SPARE = 2  # empty rows for further products
MOST = 12


class NewPlan(forms.Form):
    """A plan before its tasks."""

    unit = choice(gettext_lazy("Đơn vị ban hành"))
    kind = choice(gettext_lazy("Loại kế hoạch"), PlanKind.choices)
    year = forms.IntegerField(
        label=gettext_lazy("Năm (năm đầu của giai đoạn)"), min_value=2001, max_value=2100
    )
    title = text(gettext_lazy("Tên kế hoạch"), 300)
    parent = choice(gettext_lazy("Thực hiện kế hoạch, chương trình"), required=False)

    def __init__(self, units: Choices, above: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)
        offer(self, "parent", above)


class Head(Seen):
    """The head of a draft."""

    title = text(gettext_lazy("Tên kế hoạch"), 300)
    parent = choice(gettext_lazy("Thực hiện kế hoạch, chương trình"), required=False)

    def __init__(self, above: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "parent", above)


class Issuing(Seen):
    """A plan was signed."""

    number = text(gettext_lazy("Số, ký hiệu"), 60, help_text=gettext_lazy("Ví dụ 258/KH-UBND"))
    day = day_field(gettext_lazy("Ngày ban hành"))


class TaskForm(Seen):
    """A task with its products, row by row. A draft may leave gaps: they are marked, and keep the plan from
    being submitted."""

    field = text(gettext_lazy("Nội dung CCHC"), 200, required=False)
    content = lines(gettext_lazy("Nhiệm vụ cụ thể"), required=True)
    lead = text(
        gettext_lazy("Cơ quan chủ trì"),
        200,
        required=False,
        help_text=gettext_lazy("Một cơ quan, ghi đúng tên, ví dụ Sở Nội vụ."),
    )
    in_charge = text(gettext_lazy("Người, bộ phận chịu trách nhiệm"), 200, required=False)
    partners = lines(
        gettext_lazy("Cơ quan phối hợp"),
        help_text=gettext_lazy("Mỗi dòng một cơ quan hoặc một nhóm, ví dụ UBND cấp huyện."),
    )
    note = lines(gettext_lazy("Ghi chú"), rows=2)
    basis = text(gettext_lazy("Văn bản điều chỉnh kế hoạch"), 120, required=False)

    def __init__(
        self, units: Units, *args: Any, task: Task | None = None, issued: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        self.held = sorted(task.products.all(), key=lambda one: one.position) if task else []
        if not issued:
            del self.fields["basis"]
        self._add_rows(min(len(self.held) + SPARE, MOST))

    def _add_rows(self, count: int) -> None:
        kinds = [("", gettext_lazy("Theo thời gian ghi")), *ProductKind.choices]
        self.rows = range(1, max(count, 3) + 1)
        for row in self.rows:
            label = format_lazy("{} {}", gettext_lazy("Sản phẩm"), row)
            self.fields[f"product_{row}"] = text(label, 500, required=False)
            self.fields[f"time_{row}"] = text(
                gettext_lazy("Thời gian thực hiện"),
                200,
                required=False,
                help_text=gettext_lazy("Ví dụ Quý I/2024"),
            )
            self.fields[f"kind_{row}"] = choice(gettext_lazy("Loại"), kinds, required=False)

    def head(self) -> Iterator[BoundField]:
        """The fields above the rows, without what is hidden."""
        rows = {f"{name}_{row}" for row in self.rows for name in ("product", "time", "kind")}
        yield from (field for field in self.visible_fields() if field.name not in rows)

    def product_rows(self) -> Iterator[tuple[BoundField, BoundField, BoundField]]:
        for row in self.rows:
            yield self[f"product_{row}"], self[f"time_{row}"], self[f"kind_{row}"]

    def clean_lead(self) -> Unit | None:
        name = self.cleaned_data["lead"].strip()
        if not name:
            return None
        found = self.units.one(name)
        if found is None:
            words = _("“%(name)s” không phải tên của một cơ quan. Mỗi nhiệm vụ có một cơ quan chủ trì.")
            raise ValidationError(words % {"name": name})
        return found

    def said(self) -> TaskSaid:
        """What was typed."""
        said = self.cleaned_data
        products = []
        for row in self.rows:
            name, time = said[f"product_{row}"].strip(), said[f"time_{row}"].strip()
            held = self.held[row - 1].pk if row <= len(self.held) else None
            if name or time:
                products.append(ProductSaid(name, time, said[f"kind_{row}"], held))
        return TaskSaid(
            field=said["field"],
            content=said["content"].strip(),
            lead=said["lead"],
            partners=[line.strip() for line in said["partners"].splitlines() if line.strip()],
            in_charge=said["in_charge"],
            note=said["note"],
            products=products,
        )


def initial_of(task: Task) -> dict[str, Any]:
    """A task as its form shows it; products in order."""
    said: dict[str, Any] = {
        "field": task.field,
        "content": task.content,
        "lead": task.lead.name if task.lead else "",
        "in_charge": task.in_charge,
        "partners": "\n".join(task.partners),
        "note": task.note,
        "version": task.version,
    }
    for row, product in enumerate(sorted(task.products.all(), key=lambda one: one.position), 1):
        said |= _initial_product(row, product)
    return said


def _initial_product(row: int, product: Product) -> dict[str, Any]:
    return {f"product_{row}": product.name, f"time_{row}": product.time_text, f"kind_{row}": product.kind}


class Proof(Seen):
    """A document that proves a product."""

    number = text(gettext_lazy("Số, ký hiệu"), 60)
    day = day_field(gettext_lazy("Ngày văn bản"))
    subject = text(gettext_lazy("Trích yếu"), 300, required=False)
    file = forms.FileField(label=gettext_lazy("Tệp văn bản"), required=False)


class Condition(Seen):
    """What a product waited for is there."""

    basis = text(gettext_lazy("Văn bản của cấp trên"), 120)
    day = day_field(gettext_lazy("Ngày văn bản"))


def above_of(plans: Iterable[Plan]) -> list[tuple[str, str]]:
    """Plans to choose from."""
    return [(str(plan.pk), f"{plan.title} ({plan.number})" if plan.number else plan.title) for plan in plans]
