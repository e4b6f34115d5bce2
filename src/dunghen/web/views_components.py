"""A page that shows every component in every state: to look at, and for the accessibility test."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dunghen.core.access import SIGNED_IN, needs

STATUSES = (
    ("ok", "Trong hạn"),
    ("soon", "Sắp đến hạn"),
    ("late", "Quá hạn"),
    ("warn", "Cần rà soát"),
    ("wait", "Chờ bổ sung"),
    ("info", "Chờ trả kết quả"),
    ("none", "Đã trả kết quả"),
)
LAND = (
    "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất"
    " do thay đổi thông tin về người được cấp Giấy chứng nhận"
)
WARD, DISTRICT = "UBND phường Mẫu", "UBND quận Mẫu"
# Made-up rows: code, procedure, unit, received, due, kind and text of the status, days.
ROWS = (
    ("H13.12-240417-0031", "Đăng ký khai sinh", WARD, "17/4/2024", "17/4/2024", "ok", "Đúng hạn", 0),
    ("H13.12-240418-0007", "Cấp bản sao trích lục", WARD, "18/4/2024", "18/4/2024", "ok", "Trước hạn", 0),
    ("H13.12-240422-0115", LAND, DISTRICT, "22/4/2024", "14/5/2024", "late", "Trễ hạn", 12),
    (
        "H13.12-240502-0002",
        "Cấp Giấy phép xây dựng",
        DISTRICT,
        "02/5/2024",
        "23/5/2024",
        "soon",
        "Sắp đến hạn",
        15,
    ),
    (
        "H13.12-240503-0044",
        "Đăng ký hộ kinh doanh",
        DISTRICT,
        "03/5/2024",
        "08/5/2024",
        "wait",
        "Chờ bổ sung",
        3,
    ),
)
CELLS = (
    ("3.1", "Tổng số hồ sơ tiếp nhận", "Hồ sơ", "120.345", "98.012", "20.116", "2.217", "Hệ thống tổng hợp"),
    (
        "3.1.1",
        "Tỷ lệ hồ sơ giải quyết đúng hạn",
        "%",
        "99,94",
        "99,96",
        "99,87",
        "100,00",
        "Hệ thống tổng hợp",
    ),
    ("3.2", "Số thủ tục hành chính được công bố mới", "TTHC", "41", "", "41", "", "Đơn vị nhập"),
    ("3.3", "Số cơ quan thực hiện Một cửa điện tử", "Cơ quan", "Không phát sinh", "", "", "", "Đơn vị nhập"),
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
        "crumbs": (("Trang chủ", "#"), ("Báo cáo", "#"), ("6 tháng đầu năm 2024", "")),
        "tabs": (
            ("Biểu mẫu", "#tabs", True, None),
            ("Cần rà soát", "#tabs", False, 12),
            ("Hai kỳ", "#tabs", False, None),
        ),
        "choices": (("", "Tất cả"), ("1", "UBND quận Mẫu"), ("2", "UBND phường Mẫu")),
        "channels": (("online", "Trực tuyến"), ("counter", "Trực tiếp"), ("postal", "Bưu chính công ích")),
        "chips": (("Đơn vị: UBND quận Mẫu", "#"), ("Trạng thái: Trễ hạn", "#")),
    }
    return render(request, "web/components.html", shown)
