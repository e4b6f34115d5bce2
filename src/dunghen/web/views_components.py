"""A page that shows every component in every state: to look at, and for the accessibility test."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from dunghen.core.access import SIGNED_IN, needs

STATUSES = (
    ("ok", gettext_lazy("Trong hạn")),
    ("soon", gettext_lazy("Sắp đến hạn")),
    ("late", gettext_lazy("Quá hạn")),
    ("warn", gettext_lazy("Cần rà soát")),
    ("wait", gettext_lazy("Chờ bổ sung")),
    ("info", gettext_lazy("Chờ trả kết quả")),
    ("none", gettext_lazy("Đã trả kết quả")),
)
LAND = gettext_lazy(
    "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất"
    " do thay đổi thông tin về người được cấp Giấy chứng nhận"
)
WARD, DISTRICT = gettext_lazy("UBND phường Mẫu"), gettext_lazy("UBND quận Mẫu")
# Made-up rows: code, procedure, unit, received, due, kind and text of the status, days.
ROWS = (
    (
        "H13.12-240417-0031",
        gettext_lazy("Đăng ký khai sinh"),
        WARD,
        "17/4/2024",
        "17/4/2024",
        "ok",
        gettext_lazy("Đúng hạn"),
        0,
    ),
    (
        "H13.12-240418-0007",
        gettext_lazy("Cấp bản sao trích lục"),
        WARD,
        "18/4/2024",
        "18/4/2024",
        "ok",
        gettext_lazy("Trước hạn"),
        0,
    ),
    ("H13.12-240422-0115", LAND, DISTRICT, "22/4/2024", "14/5/2024", "late", gettext_lazy("Trễ hạn"), 12),
    (
        "H13.12-240502-0002",
        gettext_lazy("Cấp Giấy phép xây dựng"),
        DISTRICT,
        "02/5/2024",
        "23/5/2024",
        "soon",
        gettext_lazy("Sắp đến hạn"),
        15,
    ),
    (
        "H13.12-240503-0044",
        gettext_lazy("Đăng ký hộ kinh doanh"),
        DISTRICT,
        "03/5/2024",
        "08/5/2024",
        "wait",
        gettext_lazy("Chờ bổ sung"),
        3,
    ),
)
CELLS = (
    (
        "3.1",
        gettext_lazy("Tổng số hồ sơ tiếp nhận"),
        gettext_lazy("Hồ sơ"),
        "120.345",
        "98.012",
        "20.116",
        "2.217",
        gettext_lazy("Hệ thống tổng hợp"),
    ),
    (
        "3.1.1",
        gettext_lazy("Tỷ lệ hồ sơ giải quyết đúng hạn"),
        "%",
        "99,94",
        "99,96",
        "99,87",
        "100,00",
        gettext_lazy("Hệ thống tổng hợp"),
    ),
    (
        "3.2",
        gettext_lazy("Số thủ tục hành chính được công bố mới"),
        "TTHC",
        "41",
        "",
        "41",
        "",
        gettext_lazy("Đơn vị nhập"),
    ),
    (
        "3.3",
        gettext_lazy("Số cơ quan thực hiện Một cửa điện tử"),
        gettext_lazy("Cơ quan"),
        gettext_lazy("Không phát sinh"),
        "",
        "",
        "",
        gettext_lazy("Đơn vị nhập"),
    ),
)
# Six months for the drawing: label, height on time, height late (pixels of 140).
MONTHS = (
    ("Th. 1", 96, 4),
    ("Th. 2", 70, 6),
    ("Th. 3", 118, 3),
    ("Th. 4", 124, 9),
    ("Th. 5", 131, 5),
    ("Th. 6", 60, 2),
)


def _bars() -> list[dict[str, int | str]]:
    return [
        {
            "x": 40 + 90 * place,
            "label": label,
            "top": 160 - fine,
            "fine": fine,
            "late_top": 160 - fine - late,
            "late": late,
        }
        for place, (label, fine, late) in enumerate(MONTHS)
    ]


@needs(SIGNED_IN)
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    theme = request.GET.get("theme", "")
    shown = {
        "theme": theme if theme in {"light", "dark"} else "",
        "statuses": STATUSES,
        "rows": ROWS,
        "cells": CELLS,
        "bars": _bars(),
        "crumbs": ((_("Trang chủ"), "#"), (_("Báo cáo"), "#"), (_("6 tháng đầu năm 2024"), "")),
        "tabs": (
            (_("Biểu mẫu"), "#tabs", True, None),
            (_("Cần rà soát"), "#tabs", False, 12),
            (_("Hai kỳ"), "#tabs", False, None),
        ),
        "choices": (("", _("Tất cả")), ("1", _("UBND quận Mẫu")), ("2", _("UBND phường Mẫu"))),
        "channels": (
            ("online", _("Trực tuyến")),
            ("counter", _("Trực tiếp")),
            ("postal", _("Bưu chính công ích")),
        ),
        "chips": ((_("Đơn vị: UBND quận Mẫu"), "#"), (_("Trạng thái: Trễ hạn"), "#")),
    }
    return render(request, "web/components.html", shown)
