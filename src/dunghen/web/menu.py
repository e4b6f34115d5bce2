"""The main menu: the parts of the site, of which everybody sees those they may open. One line holds no more
than SHOWN; the others are folded behind it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

SHOWN = 11


class Part(NamedTuple):
    """A part. `page`: the name of its first address; `may`: what web.context must say of the reader, "" for
    everybody; `within`: where the addresses begin that belong to it, if not at its first."""

    page: str
    label: Any
    icon: str
    may: str = ""
    within: tuple[str, ...] = ()


class Link(NamedTuple):
    """A part as the menu shows it. `current`: "page", "part" (a page within it) or ""."""

    url: str
    label: Any
    icon: str
    current: str


class Menu(NamedTuple):
    """What stands in the line, and what is folded."""

    shown: list[Link]
    more: list[Link]


# Those opened most come first.
PARTS = (
    Part("home", _("Trang chủ"), "home"),
    Part("dashboard", _("Điều hành"), "dashboard", "may_see_figures"),
    Part("reports", _("Báo cáo"), "report", "may_see_figures"),
    Part("proofs", _("Rà soát"), "search", "may_see_figures"),
    Part("desk", _("Tiếp nhận"), "document", "may_receive"),
    Part("queue", _("Cần xử lý"), "wait", "may_work"),
    Part("dossiers", _("Hồ sơ"), "dossier", "may_see_rows"),
    Part("week", _("Công việc"), "soon", "may_see_tasks", ("/tuan-cong-viec/", "/viec-cua-don-vi/")),
    Part("plans", _("Kế hoạch"), "document", "may_see_tasks"),
    Part("given_inbox", _("Nhiệm vụ"), "ok", "may_see_tasks", ("/nhiem-vu/", "/ho-so-cong-viec/nhiem-vu/")),
    Part("inspections", _("Kiểm tra"), "search", "may_inspect", ("/kiem-tra/", "/ho-so-cong-viec/kiem-tra/")),
    Part("documents_register", _("Văn bản"), "document", "may_see_rows"),
    Part("cases", _("Trách nhiệm"), "warn", "may_see_accountability"),
    Part("targets", _("Chỉ tiêu"), "dashboard", "may_see_tasks"),
    Part("duties", _("Chế độ báo cáo"), "report", "may_see_tasks"),
    Part("registers", _("Sổ nghiệp vụ"), "document", "may_see_tasks"),
    Part("campaigns", _("Công việc tồn đọng"), "wait", "may_see_tasks"),
    Part("procedures", _("Thủ tục"), "procedure"),
    Part("units", _("Đơn vị"), "unit"),
    Part("people", _("Người dùng"), "user", "may_manage_accounts"),
    Part("calendar", _("Lịch"), "calendar"),
)


def menu(path: str, may: Callable[[str], object]) -> Menu:
    """The menu of a reader on the page of this path."""
    placed = list(_placed())
    here = max(
        (within for _part, url, begins in placed for within in begins if _holds(within, url, path)),
        key=len,
        default="",
    )
    links = [
        Link(url, part.label, part.icon, ("page" if path == url else "part") if here in begins else "")
        for part, url, begins in placed
        if not part.may or may(part.may)
    ]
    cut = len(links) if len(links) <= SHOWN else SHOWN - 1
    return Menu(links[:cut], links[cut:])


def _holds(within: str, url: str, path: str) -> bool:
    return path.startswith(within) if url != "/" else path == "/"


def _placed() -> Iterator[tuple[Part, str, tuple[str, ...]]]:
    """The parts that have an address."""
    for part in PARTS:
        try:
            url = reverse(part.page)
        except NoReverseMatch:
            continue
        yield part, url, part.within or (url,)
