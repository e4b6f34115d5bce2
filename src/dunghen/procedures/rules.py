"""The life of a procedure's version: draft → published → abolished (NĐ 63/2010/NĐ-CP art. 13 to 17). Pure."""

from datetime import date

from django.utils.translation import gettext as _

DRAFT, PUBLISHED, ABOLISHED = "draft", "published", "abolished"


class Refused(Exception):
    """The rule does not allow it; the text says why, in Vietnamese."""


def check_publication(
    state: str, decision: str, decided: date, valid_from: date, last_from: date | None
) -> None:
    """Whether a version may be published from `valid_from` on; `last_from` is when the version in force
    began. Raises Refused."""
    if state != DRAFT:
        raise Refused(_("Chỉ công bố phiên bản đang dự thảo."))
    _check_decision(decision, decided, valid_from)
    if last_from is not None and valid_from <= last_from:
        raise Refused(
            _(
                "Phiên bản đang có hiệu lực bắt đầu từ {last_from:%d/%m/%Y}; ngày hiệu lực mới phải sau đó."
            ).format(last_from=last_from)
        )


def check_abolition(state: str, decision: str, decided: date, ends: date, valid_from: date) -> None:
    """Whether a version in force may end before `ends`. Raises Refused."""
    if state != PUBLISHED:
        raise Refused(_("Chỉ bãi bỏ phiên bản đã công bố."))
    _check_decision(decision, decided, ends)
    if ends <= valid_from:
        raise Refused(
            _("Phiên bản có hiệu lực từ {valid_from:%d/%m/%Y}; ngày hết hiệu lực phải sau đó.").format(
                valid_from=valid_from
            )
        )


def _check_decision(decision: str, decided: date, takes_effect: date) -> None:
    if not decision:
        raise Refused(_("Phải ghi số, ký hiệu quyết định công bố."))
    if decided > takes_effect:
        raise Refused(_("Quyết định công bố phải ban hành trước ngày có hiệu lực."))
