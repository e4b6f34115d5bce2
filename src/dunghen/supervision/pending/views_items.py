"""The pages of an item of pending work: added, said anew, and what becomes of it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dunghen.core.access import needs
from dunghen.core.typed import typed
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person
from dunghen.org.rights import Right
from dunghen.supervision.errors import Refused
from dunghen.supervision.pending import actions, reading
from dunghen.supervision.pending.forms import Finish, Item, Recommend
from dunghen.supervision.pending.models import Answer, Group, PendingItem
from dunghen.supervision.pending.views import SEEN, answer_of, answer_page, seen_of


def _item(request: HttpRequest, pk: int) -> PendingItem:
    answers = Answer.objects.visible_to(signed_in(request), timezone.localdate())
    rows = PendingItem.objects.filter(answer__in=answers)
    row = get_object_or_404(rows.select_related("answer__unit", "answer__campaign"), pk=pk)
    if not actions.reads(signed_in(request), row.answer):
        raise Http404
    return row


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_add(request: HttpRequest, pk: int) -> HttpResponse:
    """One more item."""
    row = answer_of(request, pk)
    form = Item(request.POST or None)

    def act() -> HttpResponse:
        actions.add(signed_in(request), pk, seen_of(request), [form.said()])
        messages.success(request, _("Đã thêm nội dung."))
        return redirect("pending_answer", pk)

    return _item_form(request, row, form, _("Thêm nội dung"), act)


@needs(Right.TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """An item said anew."""
    item = _item(request, pk)
    names = ("content", "since", "group", "causes", "responsible", "way_out", "due", "waits")
    form = Item(request.POST or None, initial={name: getattr(item, name) for name in names})

    def act() -> HttpResponse:
        actions.change(signed_in(request), item, seen_of(request), form.said())
        messages.success(request, _("Đã lưu."))
        return redirect("pending_answer", item.answer_id)

    title = _("Sửa nội dung {number}").format(number=item.number)
    return _item_form(request, item.answer, form, title, act)


def _item_form(
    request: HttpRequest, row: Answer, form: Item, title: str, act: Callable[[], HttpResponse]
) -> HttpResponse:
    if not actions.writes(signed_in(request), row.unit_id):
        raise PermissionDenied
    version = seen_of(request) or row.version
    page = {"title": title, "answer": row, "seen": SEEN, "version": version}
    return typed(request, form, "supervision/pending/form.html", act, Refused, **page)


@needs(Right.TASKS)
@require_POST
def item_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """An item that is none."""
    item = _item(request, pk)
    try:
        actions.remove(signed_in(request), item, seen_of(request))
    except Refused as refused:
        return answer_page(request, item.answer, refusal=str(refused))
    messages.success(request, _("Đã bỏ nội dung."))
    return redirect("pending_answer", item.answer_id)


class Act(NamedTuple):
    """What an item may become: its address, its words, its form."""

    slug: str
    label: Any
    form: type[forms.Form]


ACTS = (
    Act("giao-viec", gettext_lazy("Giao nhiệm vụ cho đơn vị"), forms.Form),
    Act("kien-nghi", gettext_lazy("Ghi kiến nghị"), Recommend),
    Act("xong", gettext_lazy("Ghi đã giải quyết xong"), Finish),
)


@needs(Right.TASKS)
@require_safe
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """An item of an answer that was sent, with what may become of it."""
    return _item_page(request, _item(request, pk))


@needs(Right.TASKS)
@require_POST
def item_move(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """A task, a recommendation, or the end of it."""
    row, person = _item(request, pk), signed_in(request)
    act = next((one for one in ACTS if one.slug == slug), None)
    if act is None:
        raise Http404
    form = act.form(request.POST, prefix=slug)
    if not form.is_valid():
        return _item_page(request, row, typed={slug: form})
    try:
        _become(person, row, slug, seen_of(request), form.cleaned_data)
    except Refused as refused:
        return _item_page(request, row, refusal=str(refused), typed={slug: form})
    messages.success(request, _("Đã ghi kết quả xử lý."))
    return redirect("pending_answer", row.answer_id)


def _become(by: Person, row: PendingItem, slug: str, seen: int, said: dict[str, Any]) -> None:
    if slug == "giao-viec":
        actions.give_task(by, row, seen)
    elif slug == "kien-nghi":
        actions.recommend(by, row, seen, **said)
    else:
        actions.finish(by, row, seen, said["day"], said["note"])


def _item_page(
    request: HttpRequest,
    row: PendingItem,
    *,
    refusal: str = "",
    typed: dict[str, forms.Form] | None = None,
) -> HttpResponse:
    person, typed = signed_in(request), typed or {}
    runs = actions.runs(person, row.answer.campaign.unit_id)
    writes = actions.writes(person, row.answer.unit_id)
    open_now = row.answer.answered is not None and row.finished is None and row.task_id is None
    offered = {
        "giao-viec": runs and row.group == Group.A,
        "kien-nghi": (runs or writes) and row.group == Group.B,
        "xong": actions.closes(person, row.answer),
    }
    page = {
        "row": row,
        "answer": row.answer,
        "campaign": row.answer.campaign,
        "causes": reading.cause_words(row.causes),
        "became": reading.became_words(row),
        "writing": writes and row.answer.answered is None and row.answer.campaign.closed is None,
        "acts": [
            (act, typed.get(act.slug) or act.form(prefix=act.slug))
            for act in ACTS
            if open_now and offered[act.slug]
        ],
        "seen": SEEN,
        "refusal": refusal,
    }
    return render(request, "supervision/pending/item.html", page, status=422 if refusal or typed else 200)
