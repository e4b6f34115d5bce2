"""The main menu: which part one is in, and what is folded."""

import pytest

from dunghen.web.menu import PARTS, SHOWN, Menu, menu

NOBODY = dict[str, object]()
EVERYTHING = {part.may: True for part in PARTS}


def current(shown: Menu) -> list[tuple[str, str]]:
    return [(str(one.label), one.current) for one in (*shown.shown, *shown.more) if one.current]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", [("Trang chủ", "page")]),
        ("/ke-hoach/", [("Kế hoạch", "page")]),
        ("/ke-hoach/nhiem-vu/7/", [("Kế hoạch", "part")]),
        ("/nhiem-vu/van-ban/7/", [("Nhiệm vụ", "part")]),
        ("/ho-so-cong-viec/kiem-tra/dot-xuat/7/", [("Kiểm tra", "part")]),
        ("/ho-so/can-xu-ly/", [("Cần xử lý", "page")]),
        ("/ho-so/H13.33.05-240417-0031/", [("Hồ sơ", "part")]),
        ("/thu-tuc/ra-soat/", [("Thủ tục", "part")]),
        ("/don-vi/lich/2024/", [("Lịch", "part")]),
        ("/accounts/", []),
    ],
)
def test_one_is_in_one_part(path: str, expected: list[tuple[str, str]]) -> None:
    assert current(menu(path, EVERYTHING.get)) == expected


def test_who_may_little_sees_little() -> None:
    labels = [str(one.label) for one in menu("/", NOBODY.get).shown]
    assert labels == ["Trang chủ", "Thủ tục", "Đơn vị", "Lịch"]


def test_what_one_line_does_not_hold_is_folded() -> None:
    few = dict.fromkeys(("may_see_figures", "may_see_rows", "may_receive", "may_work"), True)
    shown = menu("/", few.get)
    assert (len(shown.shown), shown.more) == (SHOWN, [])
    shown = menu("/", EVERYTHING.get)
    assert (len(shown.shown), len(shown.more)) == (SHOWN - 1, len(PARTS) - SHOWN + 1)
