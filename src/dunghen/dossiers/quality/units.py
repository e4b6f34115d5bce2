"""The marks that a unit is given as a whole (TT 01/2018/TT-VPCP art. 13.5, 13.6, 13.8, 13.9), each with what
it stands on."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from dunghen.dossiers.importing.reference import counting_level, service_level
from dunghen.dossiers.models import DossierVersion, Noted, UnitNote
from dunghen.dossiers.quality.law import Shares
from dunghen.dossiers.quality.reading import Quarter
from dunghen.dossiers.quality.rules import desk_points, feedback_points, online_points, public_points
from dunghen.dossiers.rules import Channel
from dunghen.org.models import Level, Unit
from dunghen.org.rights import Reach
from dunghen.procedures.models import OnlineLevel, ProcedureChange, ProcedureVersion, PublicationPosting


class UnitMark(NamedTuple):
    """The points of an indicator, None where there is no data, and what they stand on."""

    points: int | None
    basis: str


def unit_points(unit: Unit, quarter: Quarter, shares: Shares, now: datetime) -> Mapping[int, UnitMark]:
    """By indicator; about eight queries."""
    notes = {
        note.indicator: note
        for note in UnitNote.objects.filter(unit=unit, year=quarter.year, quarter=quarter.number).order_by(
            "pk"
        )
    }
    return {
        5: _at_desk(shares, unit, notes.get(Noted.AT_DESK)),
        6: _public(unit, quarter),
        8: _feedback(shares, notes.get(Noted.FEEDBACK)),
        9: _online(shares, unit, quarter, now),
    }


def _at_desk(shares: Shares, unit: Unit, note: UnitNote | None) -> UnitMark:
    if note is None:
        return UnitMark(None, _("Chưa ghi số liệu của quý."))
    words = _(
        "%(total)d thủ tục tiếp nhận tại Bộ phận Một cửa, %(met)d tiếp nhận và trả kết quả tại đó, "
        "%(further)d thẩm định, phê duyệt ngay tại đó (%(document)s)."
    )
    points = desk_points(
        shares, counting_level(unit), total=note.total, received=note.met, wholly=note.further
    )
    return UnitMark(points, words % _said(note))


def _feedback(shares: Shares, note: UnitNote | None) -> UnitMark:
    if note is None:
        return UnitMark(None, _("Chưa ghi số liệu của quý."))
    words = _(
        "%(total)d phản ánh, kiến nghị, %(met)d xử lý đúng thời hạn, %(further)d kéo dài (%(document)s)."
    )
    points = feedback_points(shares, received=note.total, in_time=note.met, prolonged=note.further)
    return UnitMark(points, words % _said(note))


def _said(note: UnitNote) -> dict[str, object]:
    return {"total": note.total, "met": note.met, "further": note.further, "document": note.document}


def _public(unit: Unit, quarter: Quarter) -> UnitMark:
    """Of the decisions on this unit's procedures that were in force by the end of the quarter: whether each
    was posted here and entered into the national database by then (NĐ 63/2010/NĐ-CP art. 17)."""
    end = quarter.end.date()
    changes = ProcedureChange.objects.filter(
        known_to=None,
        level=service_level(counting_level(unit)),
        publication__effective__lt=end,
    )
    changes = changes.filter(_of(unit, "procedure", end - timedelta(days=1)))
    decisions = dict(changes.values_list("publication", "publication__entered"))
    posted = PublicationPosting.objects.filter(publication__in=decisions, unit=unit, day__lt=end)
    entered = sum(1 for day in decisions.values() if day is not None and day < end)
    count = posted.values("publication").distinct().count()
    points = public_points(decisions=len(decisions), posted=count, entered=entered)
    words = _("%(all)d quyết định công bố: đã niêm yết %(posted)d, đã công khai điện tử %(entered)d.")
    return UnitMark(points, words % {"all": len(decisions), "posted": count, "entered": entered})


def _online(shares: Shares, unit: Unit, quarter: Quarter, now: datetime) -> UnitMark:
    versions = DossierVersion.objects.known_at(None).filter(unit=unit)
    received = versions.filter(received_at__gte=quarter.start, received_at__lt=quarter.end)
    counted = received.aggregate(total=Count("pk"), online=Count("pk", filter=Q(channel=Channel.ONLINE)))
    ended = Q(resolved_at__gte=quarter.start, resolved_at__lt=quarter.end, resolved_at__gt=F("due_at"))
    open_late = Q(outcome="", due_at__lt=min(now, quarter.end))
    late = sum(versions.filter(each, channel=Channel.ONLINE).count() for each in (ended, open_late))
    offered, procedures = _offered(unit, quarter)
    share = Decimal(100 * offered) / procedures if procedures else None
    points = online_points(
        shares, online=counted["online"], total=counted["total"], not_in_time=late, offered=share
    )
    words = _(
        "%(offered)d trên %(procedures)d thủ tục cung cấp trực tuyến; %(online)d trên %(total)d hồ sơ nộp "
        "trực tuyến, %(late)d hồ sơ trực tuyến quá hạn."
    )
    figures = {"offered": offered, "procedures": procedures, "late": late}
    return UnitMark(points, words % (figures | counted))


def _offered(unit: Unit, quarter: Quarter) -> tuple[int, int]:
    """How many procedures of a unit were offered online on the last day of the quarter, and of how many."""
    day = min(quarter.end.date() - timedelta(days=1), localdate())
    versions = ProcedureVersion.objects.in_force(day).filter(
        known_to=None, scopes__level=service_level(counting_level(unit))
    )
    versions = versions.filter(_of(unit, "procedure", day))
    online = Q(online_level__in=(OnlineLevel.PARTIAL, OnlineLevel.FULL))
    found = versions.aggregate(all=Count("pk"), online=Count("pk", filter=online))
    return found["online"], found["all"]


def _of(unit: Unit, path: str, day: date) -> Q:
    """The procedures of a unit: of its level, and at the city's those of its own department, under whatever
    name it stood before. `path`: to the procedure."""
    if service_level(counting_level(unit)) != Level.CITY:
        return Q()
    here = Reach(everything=False, units=frozenset({unit.pk}), subtrees=frozenset(), own=False)
    own = Unit.objects.within(here, day) or ()
    return Q(**{f"{path}__department__in": own})
