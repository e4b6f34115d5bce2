"""Every kind of row, header and file that is not taken, with line, column and reason."""

import pytest

from dunghen.dossiers.importing.run import Rejected
from dunghen.dossiers.importing.source import Unreadable
from dunghen.dossiers.models import Applicant, Dossier, DossierEvent, ImportRun
from dunghen.dossiers.tests.files import Cells, as_csv, open_row, row, take, take_rows

pytestmark = pytest.mark.django_db

NOT_YET = dict.fromkeys(("received_recorded_at", "paid", "paid_at"), "")
BAD: list[tuple[Cells, str, str]] = [
    (row(code=""), "code", "Không được để trống."),
    (row(procedure=""), "procedure", "Không được để trống."),
    (row(decided_unit=""), "decided_unit", "Không được để trống."),
    (row(channel=""), "channel", "Không được để trống."),
    (row(received_at=""), "received_at", "Không được để trống."),
    (row(code="abc"), "code", "“abc” không đúng cấu trúc mã hồ sơ (TT 01/2018/TT-VPCP Điều 19)."),
    (row(channel="fax"), "channel", "“fax” không thuộc: counter, online, postal."),
    (
        row(received_at="15/3/2024"),
        "received_at",
        "“15/3/2024” không phải là thời điểm; ghi dạng 2024-03-04T08:15.",
    ),
    (row(received_at="2024-03-15"), "received_at", "“2024-03-15” thiếu giờ phút; ghi dạng 2024-03-04T08:15."),
    (
        open_row(received_at="2100-03-15T09:00", **NOT_YET),
        "decided_unit",
        "Không có đơn vị mang mã H13.33.05 vào ngày 15/03/2100.",
    ),
    (
        open_row(
            received_at="2100-03-15T09:00",
            decided_unit="H13.22",
            received_unit="",
            helped_unit="",
            procedure="dang-ky-cong-ty-co-phan",
            due_at="2100-03-20T17:00",
            **NOT_YET,
        ),
        "received_at",
        "Thời điểm ở tương lai.",
    ),
    (
        row(outcome="done"),
        "outcome",
        "“done” không thuộc: refused, refused_at_intake, resolved, stopped, withdrawn.",
    ),
    (row(outcome=""), "outcome", "Có thời điểm kết thúc nhưng không có kết quả."),
    (row(resolved_at=""), "resolved_at", "Hồ sơ đã kết thúc phải có thời điểm kết thúc."),
    (row(resolved_at="2024-03-15T08:59"), "resolved_at", "Kết thúc trước khi tiếp nhận."),
    (row(returned_at="2024-03-19T09:00"), "returned_at", "Trả kết quả trước khi có kết quả."),
    (row(outcome="stopped"), "returned_at", "Chỉ hồ sơ đã giải quyết mới có thời điểm trả kết quả."),
    (
        row(received_recorded_at="2024-03-15T08:00"),
        "received_recorded_at",
        "Thời điểm ghi phải sau thời điểm của việc được ghi.",
    ),
    (
        row(resolved_recorded_at="2024-03-19T09:00"),
        "resolved_recorded_at",
        "Thời điểm ghi phải sau thời điểm của việc được ghi.",
    ),
    (
        row(returned_recorded_at="2024-03-19T14:00"),
        "returned_recorded_at",
        "Thời điểm ghi phải sau thời điểm của việc được ghi.",
    ),
    (row(received_recorded_at="2100-01-01T08:00"), "received_recorded_at", "Thời điểm ở tương lai."),
    (row(supplements="2024-03-18"), "supplements", "“2024-03-18” phải ghi dạng TỪ -> ĐẾN."),
    (
        row(supplements="2024-03-18T10:00 -> 2024-03-18T09:00"),
        "supplements",
        "“2024-03-18T10:00 -> 2024-03-18T09:00”: thời điểm sau đứng trước thời điểm đầu.",
    ),
    (
        row(supplements="2024-03-18T10:00 -> 2024-03-18T12:00; 2024-03-18T11:00 -> 2024-03-18T13:00"),
        "supplements",
        "Các khoảng thời gian phải theo thứ tự và không chồng lên nhau.",
    ),
    (
        row(supplements="2024-03-14T10:00 -> 2024-03-18T09:00"),
        "supplements",
        "Nằm ngoài thời gian từ tiếp nhận đến kết thúc.",
    ),
    (
        row(supplements="2024-03-18T10:00 -> 2024-03-20T09:00"),
        "supplements",
        "Nằm ngoài thời gian từ tiếp nhận đến kết thúc.",
    ),
    (
        row(pauses="2024-03-18T10:00 -> 2024-03-18T11:00"),
        "pauses",
        "Tạm dừng tính thời hạn phải có căn cứ pháp lý.",
    ),
    (row(limit="ba"), "limit", "“ba” không phải là số."),
    (row(limit="0"), "limit", "Thời hạn phải lớn hơn 0."),
    (row(limit="-1"), "limit", "Thời hạn phải lớn hơn 0."),
    (
        row(limit_unit="tuần"),
        "limit_unit",
        "Không có đơn vị “tuần”; dùng một trong: ngày làm việc, giờ làm việc, trong ngày, ngày, tháng.",
    ),
    (row(limit_unit=""), "limit_unit", "Có thời hạn nhưng thiếu đơn vị tính."),
    (row(due_at="mai"), "due_at", "“mai” không phải là thời điểm; ghi dạng 2024-03-04T08:15."),
    (row(digitised="có"), "digitised", "“có” phải là 1, 0 hoặc để trống."),
    (row(fee="10.000"), "fee", "“10.000” không phải số tiền nguyên (đồng)."),
    (row(paid="20000"), "paid", "Số tiền đã nộp lớn hơn số phải nộp."),
    (row(paid=""), "paid", "Có thời điểm nộp nhưng không có số tiền."),
    (row(paid_at=""), "paid_at", "Có số tiền đã nộp thì phải có thời điểm nộp."),
    (row(paid_at="2024-03-15T08:00"), "paid_at", "Nộp trước khi tiếp nhận hồ sơ."),
    (row(apology_at="2024-03-15T08:00"), "apology_at", "Xin lỗi trước khi tiếp nhận hồ sơ."),
    (row(applicant_kind="company"), "applicant_kind", "Phải là person hoặc organisation."),
    (row(applicant_no="0" * 21), "applicant_no", "Số định danh, số điện thoại dài quá 20 ký tự."),
    (row(note="a" * 301), "note", "Dài quá 300 ký tự."),
    (row(procedure="khong-co"), "procedure", "Không có TTHC “khong-co” trong danh mục."),
    (
        row(procedure="the-bao-hiem-y-te-tre-em-duoi-6", received_at="2023-12-31T09:00"),
        "procedure",
        "TTHC “the-bao-hiem-y-te-tre-em-duoi-6” không có phiên bản hiệu lực vào ngày 31/12/2023.",
    ),
    (
        row(decided_unit="H13-33"),
        "decided_unit",
        "“H13-33” không phải mã định danh; ghi dạng H13.12 hoặc 000.00.12.H13.",
    ),
    (row(decided_unit="H20.01"), "decided_unit", "Không có đơn vị mang mã H20.01 vào ngày 15/03/2024."),
    (
        row(received_unit="H13.21", received_at="2024-02-27T09:00"),
        "received_unit",
        "Không có đơn vị mang mã H13.21 vào ngày 27/02/2024.",
    ),
    (row(helped_unit="H20.02"), "helped_unit", "Không có đơn vị mang mã H20.02 vào ngày 15/03/2024."),
    (
        row(decided_unit="H13.21"),
        "decided_unit",
        "Trung tâm Phục vụ hành chính công chỉ tiếp nhận, không giải quyết hồ sơ.",
    ),
]


def numbered(rows: list[Cells]) -> list[Cells]:
    """The rows with a code each, where they have a good one."""
    good = row()["code"]
    return [
        {**cells, "code": f"{good[:-4]}{at:04}"} if cells["code"] == good else cells
        for at, cells in enumerate(rows)
    ]


def test_every_kind_of_bad_row_is_told_with_line_column_and_reason() -> None:
    told = take(as_csv(numbered([row(), *(cells for cells, _, _ in BAD), row()])), keep_good=True)
    assert told.reasons == [(line, column, reason) for line, (_, column, reason) in enumerate(BAD, 3)]
    assert (told.summary.added, told.summary.rejected) == (2, len(BAD))
    assert told.bad[0].cells["channel"] == "online"
    assert Dossier.objects.count() == 2


def test_without_a_reject_file_one_bad_row_keeps_all_out() -> None:
    with pytest.raises(Rejected) as caught:
        take_rows(row(1), row(2, channel="fax"), row(3))
    assert caught.value.summary.rejected == 1
    for model in (Dossier, DossierEvent, Applicant, ImportRun):
        assert not model.objects.exists()


def test_a_code_that_stands_twice_or_three_times_enters_not_at_all() -> None:
    told = take_rows(row(1), row(2), row(1), row(3), row(2), row(4), row(2), keep_good=True)
    assert told.reasons == [
        (2, "code", "Mã hồ sơ lặp lại ở dòng 4."),
        (3, "code", "Mã hồ sơ lặp lại ở dòng 6, 8."),
        (4, "code", "Mã hồ sơ lặp lại ở dòng 2."),
        (6, "code", "Mã hồ sơ lặp lại ở dòng 3, 8."),
        (8, "code", "Mã hồ sơ lặp lại ở dòng 3, 6."),
    ]
    codes = Dossier.objects.order_by("code").values_list("code", flat=True)
    assert list(codes) == [row(3)["code"], row(4)["code"]]


def test_rows_with_too_few_or_too_many_cells() -> None:
    content = as_csv([row(1), row(2)]).decode().splitlines()
    told = take(
        "\n".join([content[0], "một,hai", "", content[1], f"{content[2]},thừa", ""]).encode(), keep_good=True
    )
    assert told.reasons == [
        (2, "", "Số ô không khớp với số cột của dòng tiêu đề."),
        (5, "", "Số ô không khớp với số cột của dòng tiêu đề."),
    ]
    assert told.summary.added == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp không có dữ liệu."),
        (
            b"code,procedure,channel,received_at\n",
            "Dòng tiêu đề: thiếu cột decided_unit. Xem docs/import.md.",
        ),
        (
            b"code,procedure,decided_unit,channel,received_at,mau\n",
            "Dòng tiêu đề: cột lạ mau. Xem docs/import.md.",
        ),
        (
            b"code,procedure,decided_unit,channel,received_at,code\n",
            "Dòng tiêu đề: có cột lặp lại. Xem docs/import.md.",
        ),
        ("code,procedure\nHồ".encode("utf-16-le"), "Dòng tiêu đề: thiếu cột code"),
        (as_csv([row()]) + b"\xff\xfe\n", "Dòng 3: tệp không phải mã UTF-8."),
        (as_csv([row()]) + b'a,"b\n', "Dòng 3: không đúng cấu trúc CSV"),
    ],
)
def test_files_that_cannot_be_read(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        take(content, keep_good=True)
    assert str(caught.value).startswith(said)
    assert not ImportRun.objects.exists()


def test_a_workbook_that_is_none() -> None:
    with pytest.raises(Unreadable, match="Không đọc được bảng tính"):
        take(b"PK nothing", name="ho-so.xlsx")


def test_no_limit_known_and_none_given() -> None:
    told = take_rows(open_row(limit="", limit_unit="", procedure="mau-khong"), keep_good=True)
    assert told.reasons == [(2, "procedure", "Không có TTHC “mau-khong” trong danh mục.")]
