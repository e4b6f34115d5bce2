"""Addresses of signing in and of one's own account. Of allauth's pages only those that officers need are
here; signing up, e-mail addresses, forgotten passwords by e-mail and other sites' accounts are not."""

from typing import Any

from allauth.account import views as account_views
from allauth.mfa.base import views as mfa_views
from allauth.mfa.recovery_codes import views as codes_views
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache

from dunghen.core.access import PUBLIC, SIGNED_IN, needs
from dunghen.web.accounts_views import RecoveryCodes, ReplaceFactor, SetUpFactor, account, back, factors


def _page(address: str, right: str, view: Any, name: str) -> URLPattern:
    """Pages with secrets: kept by no cache."""
    return path(address, needs(right)(never_cache(view)), name=name)


urlpatterns: list[URLPattern] = [
    _page("", SIGNED_IN, account, "account"),
    _page("login/", PUBLIC, account_views.login, "account_login"),
    _page("login/back/", SIGNED_IN, back, "account_back"),
    _page("logout/", PUBLIC, account_views.logout, "account_logout"),
    _page("inactive/", PUBLIC, account_views.account_inactive, "account_inactive"),
    _page("reauthenticate/", SIGNED_IN, account_views.reauthenticate, "account_reauthenticate"),
    _page("password/change/", SIGNED_IN, account_views.password_change, "account_change_password"),
    _page("2fa/", SIGNED_IN, factors, "mfa_index"),
    _page("2fa/authenticate/", PUBLIC, mfa_views.authenticate, "mfa_authenticate"),
    _page("2fa/reauthenticate/", SIGNED_IN, mfa_views.reauthenticate, "mfa_reauthenticate"),
    _page("2fa/totp/activate/", SIGNED_IN, SetUpFactor.as_view(), "mfa_activate_totp"),
    # allauth leads who already has a factor to "deactivate": here it is only replaced
    _page("2fa/totp/replace/", SIGNED_IN, ReplaceFactor.as_view(), "mfa_deactivate_totp"),
    _page("2fa/recovery-codes/", SIGNED_IN, RecoveryCodes.as_view(), "mfa_view_recovery_codes"),
    _page(
        "2fa/recovery-codes/generate/",
        SIGNED_IN,
        codes_views.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    _page(
        "2fa/recovery-codes/download/",
        SIGNED_IN,
        codes_views.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
]
