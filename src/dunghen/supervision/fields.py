"""What the forms of a record that several people change have in common."""

from django import forms
from django.utils.translation import gettext_lazy

from dunghen.core.fields import lines


class Seen(forms.Form):
    """What every form of a changing record carries: the version it was shown in."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class Reason(Seen):
    """Why it goes back."""

    reason = lines(gettext_lazy("Lý do"), required=True, rows=2)
