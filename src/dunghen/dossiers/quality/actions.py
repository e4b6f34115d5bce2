"""What the control of procedures notes for the marks, from reports and conclusions; nothing of it is ever
changed, a later note counts."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from dunghen.dossiers.models import Dossier, Noted, Rating, UnitNote, UntrueComplaint
from dunghen.dossiers.quality.reading import Quarter
from dunghen.dossiers.rules import Refused
from dunghen.org.models import Person, Unit


def note_unit(
    unit: Unit,
    quarter: Quarter,
    indicator: Noted,
    *,
    total: int,
    met: int,
    further: int,
    document: str,
    who: Person,
    at: datetime,
) -> UnitNote:
    """What a unit's report says of a quarter that has begun (TT 01/2018/TT-VPCP art. 14.3.c). Raises
    Refused."""
    if quarter.start > at:
        raise Refused(_("Quý này chưa bắt đầu."))
    if max(met, further) > total:
        raise Refused(_("Số thành phần không lớn hơn tổng số."))
    return UnitNote.objects.create(
        unit=unit,
        year=quarter.year,
        quarter=quarter.number,
        indicator=indicator,
        total=total,
        met=met,
        further=further,
        document=document,
        by=who,
        at=at,
    )


@transaction.atomic
def note_untrue(dossier: Dossier, *, document: str, who: Person, at: datetime) -> UntrueComplaint:
    """The competent authority concluded that the complaint of a dossier's applicant is untrue; it then does
    not count (art. 13.7.c). Raises Refused."""
    rating = Rating.objects.filter(dossier=dossier, complaint=True).first()
    if rating is None:
        raise Refused(_("Hồ sơ này không có phản ánh về hành vi, thái độ."))
    noted, new = UntrueComplaint.objects.get_or_create(
        rating=rating, defaults={"document": document, "by": who, "at": at}
    )
    if not new:
        raise Refused(_("Phản ánh này đã có kết luận."))
    return noted
