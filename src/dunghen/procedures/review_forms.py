"""What is typed into reviews of procedures."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dunghen.core.fields import (
    CHOOSE,
    ERRORS,
    Choices,
    Hours,
    choice,
    day_field,
    lines,
    offer,
    text,
    whole_number,
)
from dunghen.procedures import cost
from dunghen.procedures.control_law import incomes
from dunghen.procedures.models import Procedure, Proposal, ReviewBasis, ReviewItem
from dunghen.procedures.publication_forms import named

TASKS = (
    gettext_lazy("Chuẩn bị đơn, tờ khai"),
    gettext_lazy("Chuẩn bị giấy tờ kèm theo"),
    gettext_lazy("Nộp hồ sơ"),
    gettext_lazy("Bổ sung, giải trình"),
    gettext_lazy("Nhận kết quả"),
    gettext_lazy("Công việc khác"),
)
PARTS = ("hours", "services", "travel", "copies")


class Plan(forms.Form):
    """The plan of a year as it was approved."""

    year = whole_number(gettext_lazy("Năm kế hoạch"))
    decision = text(gettext_lazy("Quyết định phê duyệt"), 60)
    decided = day_field(gettext_lazy("Ngày phê duyệt"))
    sent = day_field(gettext_lazy("Ngày gửi"), required=False)

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if not 2010 <= year <= 2100:
            raise forms.ValidationError(gettext_lazy("Ghi năm gồm 4 chữ số."))
        return year


class Item(forms.Form):
    """A procedure of the plan (NĐ 63/2010/NĐ-CP art. 30.2)."""

    procedure = text(
        gettext_lazy("Thủ tục cần rà soát"),
        500,
        help_text=gettext_lazy("Ghi mã TTHC hoặc tên; không cần dấu."),
    )
    agency = choice(gettext_lazy("Cơ quan thực hiện"))
    basis = choice(gettext_lazy("Căn cứ lựa chọn"), [*CHOOSE, *ReviewBasis.choices])
    starts = day_field(gettext_lazy("Từ ngày"))
    ends = day_field(gettext_lazy("Đến ngày"))
    product = text(gettext_lazy("Dự kiến sản phẩm"), 300)

    def __init__(self, units: Choices, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agency", units)

    def clean_procedure(self) -> Procedure:
        return named(self.cleaned_data["procedure"])


class Result(forms.Form):
    """What was found (art. 28.1) and what is proposed."""

    necessity = lines(gettext_lazy("Sự cần thiết"), required=True, rows=2)
    reasonableness = lines(gettext_lazy("Tính hợp lý"), required=True, rows=2)
    legality = lines(gettext_lazy("Tính hợp pháp"), required=True, rows=2)
    proposal = choice(gettext_lazy("Phương án"), [*CHOOSE, *Proposal.choices])
    proposal_text = lines(gettext_lazy("Nội dung phương án"), rows=2)


class Cost(forms.Form):
    """The compliance cost of one side: each task once, then what is paid, how often, by how many."""

    income_year = choice(gettext_lazy("Thu nhập bình quân của năm"))
    fee = whole_number(gettext_lazy("Phí, lệ phí (đồng/lần)"))
    other = whole_number(gettext_lazy("Chi phí khác (đồng/lần)"), required=False)
    times = Hours(
        label=gettext_lazy("Số lần thực hiện trong năm của một đối tượng"),
        min_value=Decimal("0.01"),
        max_digits=8,
        decimal_places=2,
        error_messages=ERRORS,
    )
    subjects = whole_number(gettext_lazy("Số đối tượng tuân thủ trong năm"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "income_year", [(str(year), str(year)) for year in sorted(incomes(), reverse=True)])
        for number, task in enumerate(TASKS):
            self.fields[f"name_{number}"] = text(gettext_lazy("Công việc"), 200, required=False)
            self.fields[f"name_{number}"].initial = task
            self.fields[f"hours_{number}"] = Hours(
                label=gettext_lazy("Giờ"), required=False, min_value=0, max_digits=7, decimal_places=2
            )
            for part, label in (
                ("services", gettext_lazy("Tư vấn, dịch vụ (đồng)")),
                ("travel", gettext_lazy("Đi lại (đồng)")),
                ("copies", gettext_lazy("In ấn, sao chụp, bưu chính (đồng)")),
            ):
                self.fields[f"{part}_{number}"] = whole_number(label, required=False)

    @property
    def rows(self) -> list[list[Any]]:
        """The fields of each task."""
        return [[self[f"{part}_{number}"] for part in ("name", *PARTS)] for number in range(len(TASKS))]

    def burden(self) -> cost.Burden:
        """The tasks in which something was typed, with the amounts."""
        said = self.cleaned_data
        tasks = [
            cost.Task(
                name=said[f"name_{number}"] or str(TASKS[number]),
                hours=said[f"hours_{number}"] or Decimal(0),
                services=said[f"services_{number}"] or 0,
                travel=said[f"travel_{number}"] or 0,
                copies=said[f"copies_{number}"] or 0,
            )
            for number in range(len(TASKS))
            if any(said[f"{part}_{number}"] for part in PARTS)
        ]
        return cost.Burden(
            tasks=tasks,
            fee=said["fee"],
            other=said["other"] or 0,
            times=said["times"],
            subjects=said["subjects"],
        )


def cost_of(item: ReviewItem, burden: cost.Burden | None) -> dict[str, Any]:
    """What the form shows of what is known."""
    said: dict[str, Any] = {"income_year": str(item.income_year or "")}
    if burden is None:
        return said
    said |= {"fee": burden.fee, "other": burden.other, "subjects": burden.subjects}
    said["times"] = _typed(burden.times)
    for number, task in enumerate(burden.tasks[: len(TASKS)]):
        said |= {f"name_{number}": task.name, f"hours_{number}": _typed(task.hours)}
        said |= {f"{part}_{number}": getattr(task, part) or "" for part in PARTS[1:]}
    for number in range(len(burden.tasks), len(TASKS)):
        said[f"name_{number}"] = ""
    return said


def _typed(number: Decimal) -> str:
    """As somebody would type it: 1,5."""
    return f"{number.normalize():f}".replace(".", ",")


class Approval(forms.Form):
    """The decision that approves a simplification."""

    decision = text(gettext_lazy("Quyết định phê duyệt phương án"), 60)
    approved = day_field(gettext_lazy("Ngày phê duyệt"))
