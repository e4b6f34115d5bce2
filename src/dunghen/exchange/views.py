"""The messages to applicants: what was sent, what was not and why."""

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from dunghen.core.access import needs
from dunghen.exchange import actions
from dunghen.exchange.models import Message, MessageQuerySet, MessageState
from dunghen.exchange.orders import order
from dunghen.org.access_page import further, number
from dunghen.org.access_views import signed_in
from dunghen.org.rights import Right

PAGE = 50
UNSENT = "chua-gui"
STATES = [("", gettext_lazy("Tất cả")), (UNSENT, gettext_lazy("Chưa đến người nộp"))]
KINDS = {
    MessageState.SENT: "ok",
    MessageState.WAITING: "wait",
    MessageState.FAILED: "late",
    MessageState.NO_ADDRESS: "none",
}


def _seen(request: HttpRequest) -> MessageQuerySet:
    return Message.objects.visible_to(signed_in(request), timezone.localdate())


@needs(Right.ROWS)
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Messages of the dossiers whose rows the reader may see, newest first; addresses are not shown."""
    said, found = request.GET, _seen(request)
    if said.get("tinh-trang") == UNSENT:
        found = found.exclude(state=MessageState.SENT)
    if after := number(said.get("sau", "")):
        found = found.filter(pk__lt=after)
    related = found.select_related("event__dossier", "unit").defer("event__text", "event__hash")
    rows = list(related.order_by("-pk")[: PAGE + 1])
    shown = rows[:PAGE]
    page = {
        "rows": [(row, KINDS[MessageState(row.state)]) for row in shown],
        "said": said,
        "states": STATES,
        "state": said.get("tinh-trang", ""),
        "next": further(said, shown[-1].pk) if len(rows) > PAGE else "",
        "first": further(said, "") if after else "",
    }
    return render(request, "exchange/messages.html", page)


@needs(Right.ROWS)
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a failed message anew."""
    actions.send_again(get_object_or_404(_seen(request), pk=pk), order)
    notices.success(request, _("Đã đưa vào hàng chờ gửi lại."))
    return redirect("messages")
