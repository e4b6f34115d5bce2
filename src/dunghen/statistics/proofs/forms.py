"""What is asked on the pages of proofreading: a file, a filter, a decision, the figures of an old form."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from dunghen.core.forms import DayField
from dunghen.core.text import sort_key
from dunghen.org.models import Assignment, Person, Unit
from dunghen.org.rights import Right, Role
from dunghen.proofing.reading.load import KINDS
from dunghen.statistics.models import ProofKind, ProofVerdict, Report
from dunghen.statistics.proofs.actions import Words
from dunghen.statistics.proofs.rules import Refused, State, number
from dunghen.statistics.questions import reached

MAX_MB = 20
ACCEPT = ",".join(KINDS)
TO_CHECK = "to_check"
VERDICTS = [(TO_CHECK, _("Không khớp và cần rà soát")), *ProofVerdict.choices, ("all", _("Tất cả"))]
ANSWERERS = (Role.REPORTING_OFFICER, Role.HEAD_OF_AGENCY)  # who answers a slip for a unit


def periods(person: Person) -> list[Report]:
    """The periods whose own figures somebody may see, and so set beside a text; the latest first."""
    allowed = reached(person, Right.FIGURES)
    found = Report.objects.order_by("-window_to", "code")
    return [report for report in found if allowed is None or report.unit_id in allowed]


def answering_units(day: date) -> list[Unit]:
    """The units that have somebody to answer a slip, by name."""
    held = Assignment.objects.on(day).filter(role__in=ANSWERERS).values("unit")
    return sorted(Unit.objects.filter(pk__in=held), key=lambda unit: sort_key(unit.name))


class UploadForm(forms.Form):
    """`file` is looked into by the reader; here only its size."""

    file = forms.FileField(error_messages={"required": _("Chọn một tệp.")}, allow_empty_file=True)
    report = forms.SlugField(required=False)

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file.size > MAX_MB * 1024**2:
            raise forms.ValidationError(_("Tệp lớn hơn %(size)d MB nên không đọc."), params={"size": MAX_MB})
        return file


class FilterForm(forms.Form):
    """Which findings are shown; what is unknown is left out."""

    verdict = forms.ChoiceField(choices=VERDICTS, required=False)
    kind = forms.ChoiceField(choices=ProofKind.choices, required=False)
    state = forms.ChoiceField(choices=State.choices, required=False)


class DecisionForm(forms.Form):
    """What comes with an act; the rules say what it needs."""

    seen = forms.IntegerField(min_value=0)
    text = forms.CharField(required=False, max_length=4000)
    unit = forms.SlugField(required=False, max_length=80)
    due = DayField(required=False, label=_("Trả lời trước hết ngày"))
    corrected = forms.CharField(required=False, max_length=40)

    def words(self, units: Sequence[Unit] = ()) -> Words:
        """Raises Refused for a day that is none or a unit that is not among those to choose from."""
        if self.errors:
            raise Refused(
                " ".join(str(line) for lines in self.errors.values() for line in lines),
                next(iter(self.errors)),
            )
        said = self.cleaned_data
        unit = next((unit for unit in units if unit.key == said["unit"]), None)
        return Words(text=said["text"], unit=unit, due=said["due"], corrected=said["corrected"])


def amount(text: str) -> Decimal:
    """A figure of a form as a person typed it, within what is kept of one. Raises Refused."""
    value = number(text)
    if abs(value) >= Decimal(10) ** 16 or value != round(value, 4):
        raise Refused(str(_("Số liệu có quá nhiều chữ số.")), "corrected")
    return value
