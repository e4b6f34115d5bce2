"""The pages of one's own account that allauth does not have, or has otherwise."""

from datetime import timedelta
from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic.edit import FormView

from dunghen.org.models import Person
from dunghen.web.accounts import grouped
from dunghen.web.middleware import ONWARD


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Who one is here: roles held today, second factor, recovery codes, password, language."""
    person, today = cast("Person", request.user), timezone.localdate()
    mine = Authenticator.objects.filter(user_id=person.pk)
    factors = {factor.type: factor for factor in mine}
    codes = factors.get(Authenticator.Type.RECOVERY_CODES)
    held = person.assignments.on(today)
    context = {
        "roles": [
            (role, role.valid_to - timedelta(days=1) if role.valid_to else None)
            for role in held.select_related("unit", "delegated_by").order_by("valid_from", "pk")
        ],
        "factor": factors.get(Authenticator.Type.TOTP),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "crumbs": [(_("Trang chủ"), reverse("home")), (_("Tài khoản"), "")],
    }
    return render(request, "account/account.html", context)


@require_safe
def factors(request: HttpRequest) -> HttpResponse:
    return redirect("account")


@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Where a sign-in in a second tab ends when the first still holds what was typed."""
    return render(request, "account/back.html")


class SetUpFactor(ActivateTOTPView):
    """The first second factor, with its secret as somebody types it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "secret": grouped(context["form"].secret)}


@method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
class ReplaceFactor(SetUpFactor):
    """A new phone in place of the old one. The old codes hold until the new phone has shown a right one;
    then the old factor and its recovery codes end in one transaction."""

    template_name = "mfa/totp/replace_form.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            return redirect("mfa_activate_totp")
        return FormView.dispatch(self, request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            Authenticator.objects.filter(user_id=self.request.user.pk).delete()
            response: HttpResponse = super().form_valid(form)
        return response


class RecoveryCodes(ViewRecoveryCodesView):
    """The codes that are left, and the way on to where somebody wanted to go before setting up."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "onward": self.request.session.pop(ONWARD, "")}
