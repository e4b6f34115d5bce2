"""Accounts are given by the administrator: nobody signs up, and nobody is left without a second factor."""

import math
import time
from datetime import timedelta
from typing import Any, ClassVar

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.forms import ChangePasswordForm
from allauth.core import context
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.web.limits import GUESSES, LOCKED


def again_at(wait: timedelta) -> str:
    """The minute, on this city's clock, from which trying again is let through."""
    moment = timezone.localtime() + wait
    return f"{moment + timedelta(minutes=1):%H:%M}" if moment.second else f"{moment:%H:%M}"


class ClosedAccounts(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("Tài khoản đã bị khóa."),
        "enter_current_password": gettext_lazy("Mật khẩu đang dùng không đúng."),
        "incorrect_password": gettext_lazy("Mật khẩu không đúng."),
        "username_password_mismatch": gettext_lazy("Tên đăng nhập hoặc mật khẩu không đúng."),
    }

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code in ("too_many_login_attempts", "rate_limited"):
            said = _("Đã nhập sai quá %(times)d lần. Thử lại từ %(moment)s.")
            return ValidationError(said % {"times": GUESSES, "moment": again_at(LOCKED)}, code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within five minutes of a password or code given in this session, the sign-in's own included."""
        records = get_authentication_records(context.request, context.request.user)
        return not records or time.time() - records[-1]["at"] > app_settings.REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")


class SecondFactors(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy("Không được bỏ xác thực bước hai; chỉ được thay."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Thiết lập xác thực bước hai trước khi tạo mã khôi phục."
        ),
        "incorrect_code": gettext_lazy(
            "Mã không đúng hoặc đã hết hạn. Nhập mã đang hiển thị trên ứng dụng xác thực."
        ),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return False


class OneUse(BaseAuthenticateForm):
    """A code opens once. allauth remembers a used one for half a minute, but takes it for longer: the clock
    of a telephone may be off (MFA_TOTP_TOLERANCE)."""

    def clean_code(self) -> str:
        code = str(super().clean_code())
        taken_for = mfa_settings.TOTP_PERIOD * (2 * mfa_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"code-used:{self.user.pk}:{code.replace(' ', '')}", value=1, timeout=taken_for):
            raise SecondFactors().validation_error("incorrect_code")
        return code


class SignInCode(OneUse, AuthenticateForm):
    """At sign-in."""


class AgainCode(OneUse, ReauthenticateForm):
    """Before what must not be done by somebody else at an unwatched desk."""


class NewPassword(ChangePasswordForm):
    """The change of a password, refusing in the words of this site."""

    def clean_password2(self) -> str:
        first, second = self.cleaned_data.get("password1"), str(self.cleaned_data["password2"])
        if first and first != second:
            raise ValidationError(_("Hai lần nhập mật khẩu mới không giống nhau."))
        return second


class LongEnough(MinimumLengthValidator):
    """Django's own sentence has no Vietnamese."""

    def get_error_message(self) -> str:
        return _("Mật khẩu phải có ít nhất %d ký tự.") % self.min_length


def grouped(secret: str) -> str:
    """A secret as somebody types it from paper: in fours."""
    return " ".join(secret[4 * at : 4 * at + 4] for at in range(math.ceil(len(secret) / 4)))
