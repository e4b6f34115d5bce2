"""Form fields as this room's pages write them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from dunghen.org.access_forms import Choices

NEEDED = gettext_lazy("Phải nhập ô này.")
TOO_LONG = gettext_lazy("Dài quá %(limit_value)d ký tự.")
ERRORS = {"required": NEEDED, "invalid_choice": gettext_lazy("Chọn một mục trong danh sách.")}
CHOOSE = [("", gettext_lazy("– Chọn –"))]


def text(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """One line."""
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


def choice(label: Any, choices: Choices = (), *, required: bool = True) -> forms.ChoiceField:
    """One of a list."""
    return forms.ChoiceField(label=label, choices=choices, required=required, error_messages=ERRORS)


class Seen(forms.Form):
    """What every form of a changing record carries: the version it was shown in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class Reason(Seen):
    """Why it goes back."""

    reason = lines(gettext_lazy("Lý do"), required=True, rows=2)
