"""The pages of accounts and roles, for who administers them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.org import access_page
from dunghen.org.access_forms import Account, EndRole, GiveRole
from dunghen.org.access_page import PAGE, further, number
from dunghen.org.actions import accounts, roles
from dunghen.org.actions.access import AccessStale, last_change
from dunghen.org.models import ROLES, Assignment, Person
from dunghen.org.rights import Right, Role
from dunghen.org.rules import AccessRefused

STATES = [
    ("", gettext_lazy("Đang hoạt động")),
    ("da-khoa", gettext_lazy("Đã khóa")),
    ("tat-ca", gettext_lazy("Tất cả")),
]


def signed_in(request: HttpRequest) -> Person:
    """Who asks."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


@needs(Right.ACCOUNTS)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, by username, and the roles they hold today."""
    said, today = request.GET, timezone.localdate()
    found = access_page.people(said, today)
    if after := said.get("sau", ""):
        found = found.filter(username__gt=after)
    rows = list(found[: PAGE + 1])
    page = {
        "rows": rows[:PAGE],
        "said": said,
        "unit": said.get("don-vi", ""),
        "role": said.get("vai-tro", ""),
        "state": said.get("trang-thai", ""),
        "roles": [("", _("Tất cả")), *ROLES],
        "states": STATES,
        "next": further(said, rows[PAGE - 1].username) if len(rows) > PAGE else "",
        "first": further(said, "") if after else "",
    }
    return render(request, "org/people.html", page)


@needs(Right.ACCOUNTS)
@never_cache
def new_person(request: HttpRequest) -> HttpResponse:
    """Make an account; its password is on the page that answers and nowhere else."""
    form = Account(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, password = accounts.create_account(**form.cleaned_data, by=signed_in(request))
        except AccessRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _password_page(request, person, password, new=True)
    status = 422 if request.method == "POST" else 200
    return render(request, "org/person_new.html", {"form": form}, status=status)


def _password_page(request: HttpRequest, person: Person, password: str, *, new: bool) -> HttpResponse:
    page = {"person": person, "password": password, "new": new}
    return render(request, "org/person_password.html", page)


@needs(Right.ACCOUNTS)
@never_cache
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One account with its roles now, to come and over."""
    return _page(request, get_object_or_404(Person, pk=pk))


def _page(
    request: HttpRequest,
    found: Person,
    *,
    form: GiveRole | None = None,
    ending: tuple[int, EndRole] | None = None,
    refusal: AccessRefused | None = None,
) -> HttpResponse:
    """The page, or what is wrong with what was sent, with everything that was typed."""
    today, viewer = timezone.localdate(), signed_in(request)
    oneself = viewer.pk == found.pk
    roles_held = access_page.roles_of(found, today)
    wrong_row, wrong_form = ending or (0, EndRole())
    page = {
        "person": found,
        "held": roles_held,
        "ends": [
            (one, wrong_form if one.pk == wrong_row else EndRole(prefix=f"r{one.pk}"), one.pk == wrong_row)
            for one in (*roles_held.now, *roles_held.later)
        ],
        "form": form or GiveRole(),
        "refusal": refusal,
        "seen": last_change(found),
        "oneself": oneself,
        "may_give": found.is_active and not oneself and not viewer.reach(Right.ROLES, today).nothing,
        "may_act": found.is_active and not oneself,
        "may_reopen": not found.is_active and not oneself,
        "changes": found.access_changes.select_related("by", "unit").order_by("-pk")[:5],
    }
    failed = refusal or (form and form.errors) or (ending and wrong_form.errors)
    status = 409 if isinstance(refusal, AccessStale) else 422 if failed else 200
    return render(request, "org/person.html", page, status=status)


def _seen(request: HttpRequest) -> int:
    return number(request.POST.get("seen", ""))


@needs(Right.ROLES)
@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role to somebody."""
    found, form = get_object_or_404(Person, pk=pk), GiveRole(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    said = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
    try:
        roles.give_role(found, **said, by=signed_in(request), seen=_seen(request))
    except AccessRefused as refusal:
        return _page(request, found, form=form, refusal=refusal)
    messages.success(request, _("Đã giao vai trò."))
    return redirect("person", pk)


@needs(Right.ROLES)
@require_POST
def end_role(request: HttpRequest, pk: int, assignment: int) -> HttpResponse:
    """End a role of somebody, on a day or at once."""
    held = get_object_or_404(Assignment.objects.select_related("person"), pk=assignment, person=pk)
    form = EndRole(request.POST, prefix=f"r{held.pk}")
    if not form.is_valid():
        return _page(request, held.person, ending=(held.pk, form))
    try:
        roles.end_role(held, last=form.cleaned_data["last"], by=signed_in(request), seen=_seen(request))
    except AccessRefused as refusal:
        return _page(request, held.person, ending=(held.pk, form), refusal=refusal)
    messages.success(request, _("Đã kết thúc vai trò."))
    return redirect("person", pk)


@needs(Right.ACCOUNTS)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account."""
    return _account_act(request, pk, accounts.close_account, _("Đã khóa tài khoản."))


@needs(Right.ACCOUNTS)
@require_POST
def reset_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget somebody's second factor."""
    done = _("Đã đặt lại xác thực bước hai. Lần đăng nhập tới, người dùng thiết lập lại.")
    return _account_act(request, pk, accounts.reset_second_factor, done)


def _account_act(request: HttpRequest, pk: int, act: Callable[..., None], done: str) -> HttpResponse:
    found = get_object_or_404(Person, pk=pk)
    try:
        act(found, by=signed_in(request), seen=_seen(request))
    except AccessRefused as refusal:
        return _page(request, Person.objects.get(pk=pk), refusal=refusal)
    messages.success(request, done)
    return redirect("person", pk)


@needs(Right.ACCOUNTS)
@never_cache
@require_POST
def new_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a new password, shown here and nowhere else."""
    return _hand_over(request, pk, accounts.new_password)


@needs(Right.ACCOUNTS)
@never_cache
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again, with a password shown here and nowhere else."""
    return _hand_over(request, pk, accounts.reopen_account)


def _hand_over(request: HttpRequest, pk: int, act: Callable[..., str]) -> HttpResponse:
    found = get_object_or_404(Person, pk=pk)
    try:
        password = act(found, by=signed_in(request), seen=_seen(request))
    except AccessRefused as refusal:
        return _page(request, Person.objects.get(pk=pk), refusal=refusal)
    return _password_page(request, found, password, new=False)


@needs(Right.ACCOUNTS)
@require_safe
def access_log(request: HttpRequest) -> HttpResponse:
    """Who changed whose account and roles, the newest first."""
    said = request.GET
    rows = list(access_page.changes(said)[: PAGE + 1])
    page = {
        "rows": rows[:PAGE],
        "whom": Person.objects.filter(pk=number(said.get("nguoi", ""))).first(),
        "next": further(said, rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        "first": further(said, "") if "sau" in said else "",
    }
    return render(request, "org/access_log.html", page)
