"""The forms of the law as the reader of old reports asks for them: it is a pure library and reads no law."""

from datetime import date

from dunghen.core.paths import LAW
from dunghen.proofing.tables import FormRow, FormSpec
from dunghen.statistics.forms import NARRATIVE, Form, forms_for


def form_specs(day: date) -> list[FormSpec]:
    """The numbered forms in force on a day. Raises FormError."""
    return [form_spec(form) for form in forms_for(day, LAW / "forms") if form.form != NARRATIVE]


def form_spec(form: Form) -> FormSpec:
    rows = (
        FormRow(
            code=row.code,
            stt=row.stt,
            label=row.label,
            unit=row.unit,
            measure=row.measure,
            operands=row.operands,
            heading=row.heading,
            beside=row.extra,
        )
        for row in form.rows
    )
    return FormSpec(str(form.form), form.title, tuple(rows))
