"""Which decree on the one-stop holds for a dossier, and what pages say where its articles are not known."""

import tomllib
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from dunghen.core.paths import LAW


@cache
def _decrees() -> list[dict[str, Any]]:
    with (LAW / "desk.toml").open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["decree"]
    return sorted(found, key=lambda one: one["since"], reverse=True)


def note_of(day: date) -> str:
    """That what is cited is of the decree before, for a dossier received on a day; empty where it is not."""
    held = next((one for one in _decrees() if one["since"] <= day), None)
    if held is None or not held["unsure"]:
        return ""
    words = _(
        "Hồ sơ tiếp nhận từ ngày %(day)s thực hiện theo %(name)s. Điều, khoản nêu trên trang này dẫn theo "
        "NĐ 61/2018/NĐ-CP, chưa đối chiếu với nghị định mới."
    )
    return words % {"day": f"{held['since']:%d/%m/%Y}", "name": held["name"]}
