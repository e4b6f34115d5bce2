"""Form fields as officials fill them in, with what is said when one is wrong."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dunghen.core.forms import DayField

Choices = Sequence[tuple[Any, Any]]
NEEDED = _("Phải nhập ô này.")
TOO_LONG = _("Dài quá %(limit_value)d ký tự.")
ERRORS = {"required": NEEDED, "invalid_choice": _("Chọn một mục trong danh sách.")}
CHOOSE = [("", _("– Chọn –"))]


def text(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """One line of at most `length` signs."""
    return forms.CharField(
        label=label,
        max_length=length,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": NEEDED, "max_length": TOO_LONG},
    )


def lines(
    label: Any, *, required: bool = False, help_text: Any = "", rows: int = 3, most: int | None = None
) -> forms.CharField:
    """Several lines; `most`: signs."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": NEEDED, "max_length": TOO_LONG},
    )


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> DayField:
    """A day as officials write it."""
    attrs = {"inputmode": "numeric", "placeholder": "dd/mm/yyyy", "autocomplete": "off"}
    return DayField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=attrs),
        error_messages={"required": NEEDED},
    )


def choice(label: Any, choices: Choices = (), *, required: bool = True) -> forms.ChoiceField:
    """One of a list."""
    return forms.ChoiceField(label=label, choices=choices, required=required, error_messages=ERRORS)


def offer(form: forms.Form, name: str, choices: Choices, *, empty: Any = "") -> None:
    """Fill the list of a form's field. Where one must be chosen and there is one, it is; `empty`: what
    choosing nothing is called."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        only = len(choices) == 1 and field.required and not empty
        field.choices = choices if only else [*([("", empty)] if empty else CHOOSE), *choices]


class Whole(forms.IntegerField):
    """1.850 as 1850."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        typed = "" if value is None else str(value)
        return super().to_python(typed.replace(".", "").replace(" ", "") or None)


def whole_number(
    label: Any, *, required: bool = True, help_text: Any = "", least: int = 0, most: int = 2 * 10**9
) -> Whole:
    """A number of things or of đồng, typed with or without dots."""
    errors = {
        "required": NEEDED,
        "invalid": _("Ghi một số nguyên."),
        "min_value": _("Ghi một số từ %(limit_value)d trở lên."),
        "max_value": _("Ghi một số không quá %(limit_value)d."),
    }
    return Whole(
        label=label,
        required=required,
        help_text=help_text,
        min_value=least,
        max_value=most,
        error_messages=errors,
    )


class Hours(forms.DecimalField):
    """1,5 as 1.5."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(str("" if value is None else value).replace(",", ".") or None)
