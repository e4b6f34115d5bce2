"""Lists and the numbers that announce them: how many items stand there, in whatever signs they are set."""

import pytest

from dunghen.proofing import check

# The list with its number left open, and how many items it holds.
LISTS = [
    ("Bộ chỉ số có {} thành phần: 1. Minh bạch; 2. Chi phí thời gian; 3. Thiết chế pháp lý.", 3),
    ("Mưa lớn gây ngập tại {} huyện, thành phố (Kim Sơn, Phú Hà, Lệ Giang và thành phố An Lộc).", 4),
    ("Đợt này {} xã được chọn làm điểm giai đoạn 2022 - 2024 là Tân Hòa, Phú Lễ, Yên Khê và Bình Ca.", 4),
    ("Còn {} chi nhánh có tỷ lệ trễ hạn cao: quận 1 (12,6%), quận 3 (11,4%), huyện Phú Hà (10,9%).", 3),
    ("Xử lý 21 người ({} hình thức: khiển trách 12, cảnh cáo 06, buộc thôi việc 03).", 3),
    ("HĐND giám sát chuyên đề ({}) nội dung về: đầu tư công; đất đai; y tế; môi trường.", 4),
    ("Các mô hình điểm ({}) gồm: “Ngày không hẹn”, “Một cửa thân thiện” và “Trả kết quả tại nhà”.", 3),
    ("Còn {} sở chưa gửi báo cáo: Sở Nội vụ, Tư pháp, Kế hoạch và Đầu tư.", 3),
    ("Phê bình {} sở, kiểm điểm người đứng đầu (Sở Nội vụ, Sở Xây dựng, Sở Y tế).", 3),
    ("Sạt lở xảy ra ở các xã Tân Hòa, Phú Lễ và Yên Khê ({} xã), không có thiệt hại về người.", 3),
    ("Có {} đơn vị mới gồm: xã Tân Hòa, xã Phú Lễ, thị trấn Yên Khê và thị trấn Bình Ca.", 4),
    ("Về các việc chậm ({} nhiệm vụ):\n(1) Sửa quy chế;\n(2) Số hóa hồ sơ;\n(3) Bàn giao trụ sở.", 3),
    ("Có {} đơn vị có điểm số dưới 80 gồm Sở Y tế (79,6), Ban Dân tộc (78,8) và Sở Xây dựng (76,9).", 3),
    (
        "Các mô hình điểm ({} mô hình): “Ngày không hẹn” tại 12 xã; “Tại nhà” tại 7 xã; “5S” tại 4 xã.",
        3,
    ),
    ("{} tiêu chí chưa đạt là giao thông, thủy lợi và an ninh trật tự.", 3),
    (
        "Có {} chỉ số tăng gồm: Tuyển dụng (tăng 0,21 điểm); Minh bạch (tăng 1,4 điểm); Đất (tăng 0,3 điểm).",
        3,
    ),
    ("{} huyện nộp trực tuyến thấp nhất gồm: Tân Hòa (7,4%), Phú Lễ (8,3%), Yên Khê (8,6%).", 3),
    ("Hài lòng nhất là {} lĩnh vực là cấp phép quảng cáo (82,2%), hộ tịch (72%) và chứng thực (65%).", 3),
    ("Không đạt {} chỉ tiêu (hộ nghèo, bảo hiểm y tế và xuất khẩu lao động).", 3),
    (
        "Có {} biểu:\n| Biểu | Nội dung |\n|---|---|\n| 1 | Thể chế |\n| 2 | Văn thư |\n| 3 | Bộ máy |",
        3,
    ),
    ("Ban hành {} nghị quyết, gồm: Nghị quyết về phí; Nghị quyết bãi bỏ một số lệ phí; Nghị quyết về xã.", 3),
    ("Có {} chỉ tiêu chưa đạt là: tỷ lệ số hóa hồ sơ; tỷ lệ che phủ rừng; thu nhập bình quân.", 3),
    ("Còn {} thủ tục, đó là thủ tục tách thửa đất, thủ tục cấp phép và thủ tục hoàn thuế.", 3),
    ("Nêu {} giải pháp chủ yếu: thứ nhất, sửa quy chế; thứ hai, tập huấn; thứ ba, kiểm tra.", 3),
    ("Lập {} phường Tân Hòa, Phú Lễ và Yên Khê thành phố có 19 đơn vị, gồm 16 phường và 3 xã.", 3),
    ("Sau sắp xếp còn {} bộ gồm Quốc phòng; Công an; Ngoại giao; Dân tộc và Tôn giáo.", 4),
    (
        "Vay qua {} hội: Hội Nông dân 84 tỷ đồng, Phụ nữ 61 tỷ đồng, Thanh niên 35 tỷ đồng, bình quân 60 tỷ.",
        3,
    ),
    ("Học viên được xếp {} hạng: (1) Hạng tốt; (2) Hạng khá; (3) Hạng đạt.", 3),
    ("Mở thêm {} trạm y tế: Tân Hòa, Kim Sơn và Phú Lễ thuộc thị xã Yên Khê, tỉnh Lam Sơn.", 3),
    ("Còn {} vấn đề.\n1. Hạ tầng yếu.\n2. Thiếu nhân lực.\n3. Kinh phí hạn chế.", 3),
]


@pytest.mark.parametrize(("text", "items"), LISTS)
def test_a_list_holds_what_was_announced(text: str, items: int) -> None:
    verdicts = {
        more: [
            f.verdict for f in check(text.format(f"{items + more:02d}")).findings if f.kind == "count_list"
        ]
        for more in (-1, 0, 1)
    }
    assert (verdicts[0], verdicts[1]) == (["consistent"], ["contradiction"])
    assert verdicts[-1] == ["contradiction"]


@pytest.mark.parametrize(
    "text",
    [
        "Huyện có 4 chợ (gồm: Chợ đầu mối Gia Lộc và các chợ: Tân Hòa, Phú Lễ, Yên Khê).",
        "Có 3 cơ quan (Báo Tân Hòa, Đài Phát thanh và Truyền hình, Tạp chí Văn nghệ).",
        "Duy trì 04 kênh: Báo An Khánh; Đài Phát thanh; Cổng thông tin; nhóm Zalo của tỉnh.",
        "Kiểm tra 03 sở: Sở Y tế, Sở Văn hóa, Thể thao và Du lịch, Sở Kế hoạch và Đầu tư.",
        "Chấm 71,00 điểm (phần chỉ đạo 7,15 điểm; phần thủ tục 45,25 điểm; phần khác 18,60 điểm).",
        "Có 26 địa phương tăng cao hơn mức chung là Kim Sơn, Phú Hà, Lệ Giang, An Lộc.",
        "Có 166 điểm 10 (môn Toán 02 bài, môn Anh 113 bài, môn Lý 51 bài).",
        "Có 3 nhóm được nâng lương: nhóm A 26 người, nhóm B 11 người, nhóm C 4 người, tính chung 41 người.",
        "Đã họp 04 phiên (Ban Chỉ đạo hai phiên, Tổ giúp việc một phiên, Tổ chuyên gia một phiên).",
        "Đoạt 4 giải, gồm các giải “Thẻ tốt”, “Sản phẩm tiêu biểu, đột phá” và được vinh danh trong Top 7.",
        "Còn 02 lĩnh vực chậm (đất đai, tài nguyên và môi trường).",
        "Tổng công ty có 6 công ty thành viên, hoạt động ở ba lĩnh vực là xăng dầu, vận tải và du lịch.",
    ],
)
def test_what_is_no_list_of_so_many_is_let_be(text: str) -> None:
    assert [f.kind for f in check(text).findings if f.verdict == "contradiction"] == []
