"""The pages of the catalogue, open to everybody. A draft is shown to nobody: it is not yet law."""

from datetime import date
from typing import NamedTuple
from urllib.parse import quote

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dunghen.core.access import PUBLIC, needs
from dunghen.core.text import fold, sort_key
from dunghen.org.models import Level
from dunghen.procedures.models import (
    OnlineLevel,
    Procedure,
    ProcedureVersion,
    ProcedureVersionQuerySet,
    VersionState,
)

PAGE = 50
# What a version's `unsure` names, in the words of the page.
UNSURE = {
    "eligible_full": _("điều kiện toàn trình"),
    "fee": _("phí, lệ phí"),
    "legal_basis": _("căn cứ pháp lý"),
    "levels": _("cấp thực hiện"),
    "limit": _("thời hạn"),
    "limit_source": _("nguồn của thời hạn"),
    "limit_unit": _("đơn vị thời hạn"),
    "linked": _("liên thông"),
    "online": _("mức độ trực tuyến"),
    "papers": _("thành phần hồ sơ"),
    "steps": _("quy trình nội bộ"),
    "valid_from": _("ngày có hiệu lực"),
}
SAMPLES = [("", _("Tất cả")), ("thuc", _("Thủ tục thực")), ("mau", _("Dữ liệu mẫu"))]


def known() -> ProcedureVersionQuerySet:
    """The versions as known now, without drafts."""
    return ProcedureVersion.objects.filter(known_to__isnull=True).exclude(state=VersionState.DRAFT)


@needs(PUBLIC)
@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """The catalogue by name: found without accents by name or code, narrowed by field, level, how far it is
    offered online, and sample."""
    said = request.GET
    published = known().values("procedure")
    found = Procedure.objects.filter(_wanted(said), pk__in=published).order_by("search", "pk")
    today = timezone.localdate()
    in_force = Prefetch("versions", known().in_force(today).prefetch_related("scopes"), "in_force")
    rows = list(_after(said.get("sau", ""), found).prefetch_related(in_force)[: PAGE + 1])
    more = len(rows) > PAGE
    page = {
        "rows": rows[:PAGE],
        "said": said,
        "field": said.get("linh-vuc", ""),
        "fields": [("", _("Tất cả")), *((name, name) for name in _fields())],
        "levels": [("", _("Tất cả")), *Level.choices],
        "online": said.get("truc-tuyen", ""),
        "online_levels": [("", _("Tất cả")), *OnlineLevel.choices],
        "samples": SAMPLES,
        "next": _next(said, rows[PAGE - 1]) if more else "",
        "first": _address(said) if "sau" in said else "",
    }
    return render(request, "procedures/procedures.html", page)


def _wanted(said: QueryDict) -> Q:
    wanted = Q()
    text = said.get("tim", "").strip()
    if text and text[0].isdigit():
        wanted &= Q(code__startswith=text)
    else:
        for word in fold(text).split():
            wanted &= Q(search__contains=word)
    if field := said.get("linh-vuc"):
        wanted &= Q(field=field)
    if (level := said.get("cap")) in Level.values:
        wanted &= Q(pk__in=known().filter(scopes__level=level).values("procedure"))
    if (online := said.get("truc-tuyen")) in OnlineLevel.values:
        standing = known().in_force(timezone.localdate()).filter(online_level=online)
        wanted &= Q(pk__in=standing.values("procedure"))
    if (sample := said.get("mau")) in ("thuc", "mau"):
        wanted &= Q(sample=sample == "mau")
    return wanted


def _fields() -> list[str]:
    names = Procedure.objects.order_by("field").values_list("field", flat=True).distinct()
    return sorted(names, key=sort_key)


def _after(text: str, rows: QuerySet[Procedure]) -> QuerySet[Procedure]:
    """The rows behind the one that `text` names; from the start where it names none."""
    number, _colon, search = text.partition(":")
    if not number.isdecimal():
        return rows
    return rows.filter(Q(search__gt=search) | Q(search=search, pk__gt=int(number)), search__gte=search)


def _next(said: QueryDict, last: Procedure) -> str:
    return f"{_address(said)}&sau={quote(f'{last.pk}:{last.search}')}"


def _address(said: QueryDict) -> str:
    kept = said.copy()
    kept.pop("sau", None)
    return f"?{kept.urlencode()}"


@needs(PUBLIC)
@require_safe
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """A procedure as one of its versions says it (`phien-ban`), the one in force unless told."""
    found = get_object_or_404(Procedure.objects.select_related("org", "department"), key=key)
    today = timezone.localdate()
    rows = known().filter(procedure=found).prefetch_related("scopes", "papers", "steps").order_by("number")
    versions = list(rows)
    if not versions:
        raise Http404
    version = _chosen(versions, request.GET.get("phien-ban", ""), today)
    page = {
        "procedure": found,
        "version": version,
        "state": _state(version, today),
        "levels": [scope.get_level_display() for scope in version.scopes.all()],
        "steps": sorted(version.steps.all(), key=lambda step: step.position),
        "hours": sum(step.hours for step in version.steps.all()),
        "unsure": [UNSURE.get(name, name) for name in version.unsure],
        "tabs": _tabs(versions, version),
    }
    return render(request, "procedures/procedure.html", page)


def _chosen(versions: list[ProcedureVersion], number: str, today: date) -> ProcedureVersion:
    if number:
        for version in versions:
            if str(version.number) == number:
                return version
        raise Http404
    in_force = [version for version in versions if _state(version, today).now]
    return (in_force or versions)[-1]


class State(NamedTuple):
    """Whether a version is law today, in words and as a kind of status."""

    now: bool
    kind: str
    label: str


def _state(version: ProcedureVersion, today: date) -> State:
    if version.state == VersionState.ABOLISHED:
        return State(now=False, kind="none", label=gettext("Đã bãi bỏ"))
    if version.valid_from > today:
        return State(now=False, kind="wait", label=gettext("Chưa có hiệu lực"))
    if version.valid_to is not None and version.valid_to <= today:
        return State(now=False, kind="none", label=gettext("Hết hiệu lực"))
    return State(now=True, kind="ok", label=gettext("Đang có hiệu lực"))


def _tabs(versions: list[ProcedureVersion], chosen: ProcedureVersion) -> list[tuple[str, str, bool, None]]:
    return [
        (
            gettext("Phiên bản %(number)s (từ %(day)s)")
            % {"number": version.number, "day": f"{version.valid_from:%d/%m/%Y}"},
            f"?phien-ban={version.number}",
            version == chosen,
            None,
        )
        for version in versions
    ]
