"""What each relation finds, and where it holds its peace."""

from decimal import Decimal

import pytest

from dunghen.proofing import check


def verdicts(text: str) -> set[tuple[str, str]]:
    return {(finding.kind, finding.verdict) for finding in check(text).findings}


def contradictions(text: str) -> list[tuple[str, str]]:
    found = (f for f in check(text).findings if f.verdict == "contradiction")
    return [(finding.kind, finding.quotes[0].text) for finding in found]


@pytest.mark.parametrize(
    ("text", "kind", "stated"),
    [
        ("Có 27 vụ (08 vụ đất đai, 13 vụ đầu tư và 05 vụ khác).", "sum", "27 vụ"),
        ("Có 100 hồ sơ. Trong đó: cấp tỉnh 40 hồ sơ; cấp xã 61 hồ sơ.", "sum", "100 hồ sơ"),
        ("Có 12 xã và 3 phường, tổng cộng 16 đơn vị.", "sum", "16 đơn vị"),
        ("Từ 132 đơn vị còn 44 đơn vị, gồm: 31 phòng, 13 trạm và 1 trung tâm.", "sum", "44 đơn vị"),
        ("Huyện còn 6 xã (5 xã miền núi, 1 xã ven biển, 1 xã đảo); 61 thôn.", "sum", "6 xã"),
        ("Thi đạt 29 điểm. Trong đó: hát đạt 8/15 điểm, múa đạt 12/15 điểm, kịch đạt 7/15 điểm.", "sum",
         "29 điểm"),
        ("Đã cử 30 người, gồm:\n- Lớp A: 12 người;\n- Lớp B: 19 người.", "sum", "30 người"),
        ("Tặng khen 28 tập thể².\n\n² Gồm: 14 tập thể khối sở; 12 tập thể khối xã.", "sum", "28 tập thể"),
        ("Hoàn thành 18/25 nhiệm vụ, đạt 70%.", "percent", "70%"),
        ("Huyện có 1 xã không sáp nhập là xã Tân Hòa và xã Gia Lộc.", "count_list", "1 xã"),
        ("Có 41/63 trạm được cấp phép; 24/63 trạm chưa được cấp phép.", "difference", "24/63 trạm"),
        ("Tổng chi hơn 9 tỷ đồng (tỉnh hơn 7,2 tỷ đồng, xã hơn 341 triệu đồng).", "sum", "9 tỷ đồng"),
        ("Thu phí đạt 117,4% dự toán, vượt 27,4% dự toán.", "growth", "27,4%"),
        ("Vụ xuân 412 ha, vụ mùa 388 ha; cả năm 810 ha.", "sum", "810 ha"),
        ("Cơ cấu: nông nghiệp 21,4%; công nghiệp 42,3%; dịch vụ 38,3%.", "sum", "38,3%"),
        ("Vốn 450 tỷ đồng; vốn trong nước 312 tỷ đồng, vốn nước ngoài 148 tỷ đồng.", "sum", "450 tỷ đồng"),
        ("Còn 45 việc chưa xong trong tổng số 210 việc (đã xong 155 việc).", "difference", "45 việc"),
        ("Đầu kỳ có 940 hộ, thoát nghèo 51 hộ, phát sinh 36 hộ, cuối kỳ còn 945 hộ.", "difference", "945 hộ"),
        ("Quý II đạt 61,35% (quý I là 53,02%), tăng 9,33%.", "growth", "9,33%"),
        ("Có bốn (04) nội dung. Một là, chậm. Hai là, thiếu. Ba là, yếu.", "count_list", "bốn (04) nội dung"),
        ("Có 4 lĩnh vực trễ hạn: đất đai, xây dựng, hộ tịch.", "count_list", "4 lĩnh vực"),
        ("Tỉnh có 1.245 cơ sở lưu trú du lịch.\n\nSố cơ sở lưu trú du lịch của tỉnh là 1.254 cơ sở.",
         "same_quantity", "1.245 cơ sở"),
        ("Có 46 trên tổng số 92 xã đạt chuẩn, chiếm 52,5%.", "percent", "52,5%"),
        ("Tiếp nhận 120 đơn, tăng 25% so với cùng kỳ (100 đơn).", "growth", "25%"),
        ("Đạt 76,4%, tăng 5,5 điểm phần trăm so với năm trước (71,9%).", "growth", "5,5 điểm phần trăm"),
        ("Lượt truy cập báo điện tử tăng 29,5%, từ 17,9 triệu lượt lên 21,4 triệu lượt.", "growth", "29,5%"),
        ("Chở 8,42 triệu lượt khách, bằng 92,02% so với cùng kỳ (9,15 triệu lượt), tức giảm 92,02%.",
         "growth", "92,02%"),
        (("Có 195 vụ, làm chết 102 người, bị thương 134 người. So với cùng kỳ (214 vụ, 117 người chết,"
         " 121 người bị thương): giảm 19 vụ (8,88%), giảm 15 người chết (12,82%), tăng 13 người bị thương"
         " (17,04%)."), "growth", "17,04%"),
        (("Đã giải ngân vốn 214.386 triệu đồng/318.750 triệu đồng.\n- Cầu: xong;\n- Đường: xong.\n"
         "Số vốn chưa giải ngân là 104.634 triệu đồng."), "difference", "104.634 triệu đồng"),
        (("Tiếp 218 lượt/263 người, trong đó thường xuyên 147 lượt, định kỳ 81 lượt; so với cùng kỳ"
         " (251 lượt) giảm 33 lượt."), "sum", "218 lượt"),
        ("Số đơn vị giảm từ 214 đơn vị xuống còn 187 đơn vị, giảm 32 đơn vị.", "difference", "32 đơn vị"),
        ("Tiếp nhận 412 hồ sơ, đã giải quyết 387 hồ sơ, còn lại 26 hồ sơ.", "difference", "26 hồ sơ"),
        ("Xếp hạng 21/63, tăng 15 bậc so với năm 2022 (hạng 34).", "rank", "15 bậc"),
        (
            ("Xã Tân Hòa hạng 4, tăng 2 bậc so với hạng 9 kỳ trước; xã Phú Lễ hạng 8, giảm 3 bậc so hạng 5"
            "; xã Yên Khê hạng 6."),
            "rank",
            "2 bậc",
        ),
        (
            ("Y tế xếp thứ 20 (năm 2021 xếp thứ 31, tăng 12 bậc), giáo dục xếp thứ 17 (năm 2021 xếp thứ 32,"
            " tăng 15 bậc), tư pháp xếp thứ 8."),
            "rank",
            "12 bậc",
        ),
        ("Kiểm tra 03 sở: Sở Y tế, Sở Tư pháp.", "count_list", "03 sở"),
        ("Thành lập (3): (1) Ban A; (2) Ban B; (3) Ban C; (4) Ban D.", "count_list", "3"),
        ("Nghị định 34/2016/NĐ-CP ngày 14/5/2017", "citation", "Nghị định 34/2016/NĐ-CP ngày 14/5/2017"),
        ("Đoàn làm việc ngày 31/02/2024.", "format", "ngày 31/02/2024"),
        ("Vụ mùa gieo 7.215 ha, đạt 102% kế hoạch (lúa 5.120 ha; ngô 1.385 ha; đậu 730 ha).", "sum",
         "7.215 ha"),
        ("Quỹ có 21.640 tỷ đồng. Phần thu trong năm 14.205 tỷ đồng, phần kết chuyển 7.345 tỷ đồng.", "sum",
         "21.640 tỷ đồng"),
        ("Ở tỉnh 26 đề tài, ở huyện 37 đề tài, ở xã 145 đề tài, gộp lại 218 đề tài.", "sum", "218 đề tài"),
        ("Có 84 kho đã rà soát, 51 kho giữ nguyên và 23 kho chuyển giao.", "sum", "84 kho"),
        ("Có 1.640 người, gồm nam 902 người, nữ 738 người. Theo khối: xã 512, huyện 734, tỉnh 384 người.",
         "sum", "1.640 người"),
        ("Đã nhận 4.218 đơn; xử lý 3.906 đơn; còn 321 đơn chuyển sang tháng sau.", "difference", "321 đơn"),
        ("Thu 52.417 triệu đồng. Chi 50.163 triệu đồng. Chênh lệch thu, chi 2.245 triệu đồng.", "difference",
         "2.245 triệu đồng"),
        ("Có 1.214 người, tăng 112 người so với năm trước (1.102 người), tương ứng tăng 9,23%.", "growth",
         "9,23%"),
        ("Vay 612 tỷ đồng với 8.140 hộ, gồm quỹ A 398 tỷ đồng (5.117 hộ), quỹ B 214 tỷ đồng (2.923 hộ).",
         "sum", "8.140 hộ"),
        ("Tiếp 1.746 lượt/2.108 người; trong đó ở tỉnh 1.096 lượt/1.307 người, ở xã 650 lượt/810 người.",
         "sum", "2.108 người"),
        ("Đã thu 41.318 triệu đồng, gồm phí 29.140 triệu đồng, thuế 12.187 triệu đồng; khen 27 đơn vị.",
         "sum", "41.318 triệu đồng"),
        ("Trong số 31 trạm bơm, Hòa Sơn có 14 trạm, Gia Lộc 12 trạm, Tân Lập 6 trạm, Bình Long 4 trạm.",
         "sum", "31 trạm"),
        (("Vốn do huyện quản lý: 284.640 triệu đồng\n- Làm đường (40%): 121.855 triệu đồng\n- Trường học "
          "(50%): 142.320 triệu đồng\n- Dự phòng (10%): 28.464 triệu đồng"), "sum", "284.640 triệu đồng"),
        ("Tổng vốn khoảng 62.834 tỷ đồng, trong đó tỉnh khoảng 41.414 tỷ đồng, huyện khoảng 21.120 tỷ đồng.",
         "sum", "62.834 tỷ đồng"),
        ("Giao 58 cuộc, gồm cũ 11 cuộc, mới 47 cuộc; theo kế hoạch 52 cuộc, đột xuất 08 cuộc.", "sum",
         "58 cuộc"),
        ("Tiếp nhận: 12.418 hồ sơ\n- Cấp tỉnh: 8.377 hồ sơ\n- Cấp xã: 4.051 hồ sơ", "sum", "12.418 hồ sơ"),
        ("Phân tích 41 vụ:\n+ Theo tuyến: quốc lộ 17 vụ, tỉnh lộ 20 vụ, đường xã 5 vụ.", "sum", "41 vụ"),
        (("Có 12 người chết, 40 người bị thương. So với năm trước (15 người chết, 33 người bị thương) giảm 4 "
         "người chết, tăng 7 người bị thương."), "difference", "4 người"),
        ("Có 47 trường, 1.026 lớp, tăng 5 trường, 21 lớp so với năm trước (42 trường, 1.014 lớp).",
         "difference", "21 lớp"),
        ("Xã lập 8 biên bản. Trong đó có 2 biên bản về lửa, 5 biên bản về tàu và 5 biên bản về săn.", "sum",
         "8 biên bản"),
        (("Cả vùng có 148 công trình thủy lợi, gồm 313 hồ và 15 đập; trong đó có 131 hồ, 15 đập đã sửa và 2 "
          "hồ chưa sửa."), "sum", "148 công trình"),
        ("Trong số 42 vụ việc được hòa giải, đất đai có 34 việc; nợ vay 1 việc và hôn nhân 9 việc.", "sum",
         "42 vụ việc"),
        ("Toàn ngành có 318 đơn vị, giảm 42 đơn vị; năm 2015 có 350 đơn vị.", "difference", "42 đơn vị"),
        ("Xuất khẩu 1.942 triệu USD, vượt 8,7% kế hoạch (1.800 triệu USD).", "growth", "8,7%"),
        (("a) Huyện tiếp nhận 4.612 hồ sơ, xã 9.773 hồ sơ.\nb) Huyện đã giải quyết 4.278 hồ sơ, đang giải "
         "quyết 343 hồ sơ."), "difference", "343 hồ sơ"),
        (("| TT | Nội dung | Năm 2024 | Năm 2025 |\n|---|---|---|---|\n| A | TỔNG CHI | 8.614 | 7.120 |\n"
         "| 1 | Đầu tư | 3.406 | 2.810 |\n| 2 | Thường xuyên | 5.028 | 4.310 |\n| 3 | Dự phòng | - | - |"),
         "sum", "8.614"),
        ("Số xã giảm từ 172 xuống 148 xã, giảm 24 xã (16,22%).", "growth", "16,22%"),
        ("Nhận 526 đơn, đã xử lý 412 đơn: đúng 96 đơn (23,3%), sai 254 đơn (48,29%), khác 62 đơn (15,05%).",
         "percent", "48,29%"),
        ("Với 2.418 hộ trả lời trên tổng số 2.716 phiếu đã phát, mức phản hồi của cuộc khảo sát là 80,93%.",
         "percent", "80,93%"),
        ("Huyện có 3.427 hộ nghèo theo rà soát đầu năm. Đã cấp thẻ cho 3.472 hộ nghèo theo rà soát đầu năm.",
         "same_quantity", "3.427 hộ nghèo"),
        ("Xếp thứ 9/17, tăng 3 bậc so với năm 2021 (thứ 14/17).", "rank", "3 bậc"),
        # these agree with a figure near them, but name another base
        ("Số em đăng ký thi lại 1.600; số em dự thi 1.450; số em đỗ 1.312, chiếm 82,0% số em dự thi.",
         "percent", "82,0%"),
        (("Trong số 1.814 vụ thụ lý có 1.446 vụ xét xử đúng hạn, 112 vụ kéo dài, 256 vụ đang xem xét. Tỷ lệ "
         "kéo dài so với số vụ đã xét xử (1.558 vụ) là 6,17%."), "percent", "6,17%"),
        (("Tổng kinh phí sửa trường (kể cả vốn cũ 112,5 tỷ đồng) là 912,5 tỷ đồng, kinh phí giao mới 800,0 "
         "tỷ đồng. Đã chi 640,0 tỷ đồng, đạt 80,0% tổng kinh phí sửa trường."), "percent", "80,0%"),
        (("Xã có 1.411 hộ dùng nước máy, 520 hộ dùng giếng khoan. So với chỉ tiêu giao, hộ dùng nước máy đạt "
         "61,7% (chỉ tiêu 2.150 hộ)."), "percent", "61,7%"),
    ],
)  # fmt: skip
def test_contradictions_are_found(text: str, kind: str, stated: str) -> None:
    assert (kind, stated) in contradictions(text)


@pytest.mark.parametrize(
    "text",
    [
        (
            "Tỉnh tiếp nhận 41.906 đơn, đã trả 39.214 đơn, gồm đúng hạn 38.997 đơn, quá hạn 217 đơn. Huyện "
            "trả 63.018 đơn; tỷ lệ đúng hạn 97,4%."
        ),
        (
            "Đã chi 3.318 triệu đồng; chưa chi 324 triệu đồng, trong đó xin kéo dài 291 triệu đồng, hủy 33 "
            "triệu đồng. Tính riêng vốn sự nghiệp y tế, tỷ lệ chi đạt 92,4%."
        ),
        "Có 412/480 hộ văn hóa, đạt 85,8% (tăng 2,1% so với năm 2010 là 83,7%); 312/378 thôn văn hóa.",
        "Chỉ số của 17 bộ đạt 86,05%, cao hơn năm 2020 là 0,97% (85,08%); có 12/17 bộ tăng điểm.",
        (
            "Thu phí 587.412 đồng, đạt 106,7% chỉ tiêu giao (550.400 đồng), bằng 93,5% so với thực hiện "
            "năm trước (628.240 đồng)."
        ),
        "Tổng số thu 3.147 tỷ đồng, số nợ học phí 86,3 tỷ đồng, bằng 2,61% số phải thu.",
        "- Có 12 trường; tổng số học sinh 14.318 em.\n- Hộ nghèo: 41 hộ, chiếm 0,23%.",
        "Đầu kỳ dư nợ 412.867 đồng, đến 31/12 là 456.620 đồng. Nợ xấu 734 đồng, bằng 0,16% tổng dư nợ.",
        "Có 214 văn bản, trong đó có 60 văn bản về đất đai và 52 văn bản về đầu tư.",
        "Có 197 công chức, trong đó nữ 62 người, đảng viên 151 người.",
        "Có 25 đơn vị được kiểm tra, như: Sở Y tế, Sở Tài chính, Sở Xây dựng.",
        "Trong 63 tỉnh có 12 tỉnh đạt trên 90%, 40 tỉnh đạt từ 80% đến 90%.",
        "Tiếp nhận 3.120 hồ sơ; giải quyết 2.940 hồ sơ, trong đó đúng hạn 2.855 hồ sơ, đạt 97,1%.",
        "Tiếp nhận 500 hồ sơ, bằng 125% so với cùng kỳ (400 hồ sơ), tăng 25%.",
        "Đạt 8/9 mục tiêu (88,88%), 2/3 chỉ tiêu (66,67%).",
        "Tính đến ngày 10/6 có 152 phản ánh; tính đến ngày 14/5 có 137 phản ánh.",
        "Hạng 42/63, giảm 16 bậc (hạng 26); xếp thứ 6/13 trong vùng, giảm 2 bậc so với năm 2022.",
        "Kế hoạch số 10/KH-UBND ngày 28/01/2013; Kế hoạch số 10/KH-UBND ngày 15/3/2014.",
        "Đạt trên 35 tỷ đồng, gồm phí 30,2 tỷ đồng và lệ phí 5,1 tỷ đồng.",
        "Giao tối thiểu 45%, phấn đấu đạt 60%; kết quả 55,26%.",
        "Cho vay khách hàng đạt 152 nghìn tỷ đồng.\n\nKế hoạch: cho vay khách hàng đạt 182 nghìn tỷ đồng.",
        "Có 4.691 công ty cổ phần thành lập.\n\nĐối với nhóm tạm ngừng, có 3.221 công ty cổ phần.",
        "Trong số 42 tỉnh có số liệu báo cáo thì 7 tỉnh vượt.\n\nCó 24 tỉnh không báo cáo số liệu.",
        "Giải quyết 14.790 hồ sơ, trong đó đúng hạn 14.761 hồ sơ; đang giải quyết 82 hồ sơ.",
        "Ban hành 2 văn bản:\n- Công văn số 1102/BTP-KSTT;\n- Công văn số 2290/BTP-KSTT.",
        "Vay tiền để mua 6 lô đất ở phường Mỹ An (quận Sơn Trà, thành phố Hải Tây).",
        "Đúng hạn 15.901 hồ sơ (xã A 3.290; xã B 12.611), đạt 99,79% trên tổng số 15.935 hồ sơ.",
        "Có 438 đại biểu tán thành trong số 449 đại biểu dự họp, bằng 90,31% tổng số ĐBQH.",
        "Trong 16 chỉ tiêu của năm, chỉ có 05 chỉ tiêu vượt và 07 chỉ tiêu đạt.",
        "Các nhóm việc nhiều như đất đai 787 hồ sơ, hộ tịch 441 hồ sơ trong tổng số 6.228 hồ sơ.",
        "Tỷ lệ đỗ tăng 0,41% so với năm 2022 (98,27%); năm nay 11.098 thí sinh đỗ trên 11.246 thí sinh.",
        "Kho có 47 bộ số liệu của 16 sở (Sở Y tế 9, Sở Tư pháp 7, Sở Xây dựng 6, các sở còn lại 25).",
        "Bán 214 sản phẩm (sàn A: 118, sàn B: 131; một số có ở cả hai sàn).",
        "Có 25 đại biểu, cơ cấu: nữ 8 đại biểu (32%), trẻ 11 đại biểu (44%), tái cử 9 đại biểu (36%).",
        "Có 124 xã, trong đó 86 xã đạt chuẩn, 24 xã đạt chuẩn nâng cao, 6 xã kiểu mẫu.",
        "Phải trả 1.906 tỷ 418 triệu đồng. Ủy thác 4 tỷ 118 triệu đồng, còn 1.902 tỷ 300 triệu đồng.",
        "Trong số 31 trạm bơm, 14 trạm đạt chuẩn, 12 trạm có điện, 6 trạm xây mới, 4 trạm hỏng.",
        "Huyện có 48.512 người với mật độ 225 người/km², trong đó nam 24.118 người, nữ 24.394 người.",
        "Xử lý 63 lái xe (phạt 15, cảnh cáo 20, giữ bằng 10, nhắc nhở 18) và 14 chủ xe (phạt 2, nhắc 12).",
        "Dôi dư 58 người (nghỉ hưu 33, thôi việc ngay 11, điều động 14).",
        "Còn 02/9 huyện có tỷ lệ hộ nghèo trên 10%.",
        "Tiếp nhận 84.216 hồ sơ; đã giải quyết 80.115 hồ sơ; đang giải quyết 6.318 hồ sơ, kể cả kỳ trước.",
        "Đầu năm có 12.416 hộ, cuối năm 9.804 hộ, giảm 2.612 hộ, vượt 312 hộ so với kế hoạch giảm 2.300 hộ.",
        "Đã xong 51 việc trong 94 việc, đang làm 27 việc, chưa làm 16 việc.",
        "Xã Thanh Lâm có 196 dự án, tiếp đó xã Phú Đô có 111 dự án, xã Vân Hòa có 58 dự án.",
        "Thu phí 6.418 triệu đồng, bằng 205,6% so với năm 2018 và bằng 107,0% kế hoạch (6.000 triệu đồng).",
        (
            "Giá trị sản xuất tháng 7 ước 2.318 tỷ đồng, tăng 3,2% so với tháng trước (2.247 tỷ đồng) "
            "và tăng 11,9% so với cùng kỳ."
        ),
        "Xảy ra 41 vụ, gồm 30 vụ trên quốc lộ và 11 vụ trên đường huyện, tăng 3 vụ so với cùng kỳ (8 vụ).",
        (
            "Năm 2021 có 214 vụ, năm 2022 có 187 vụ, năm 2023 có 162 vụ; riêng án kinh tế năm 2023 "
            "giảm 31,5% so với năm 2021."
        ),
        "Tiếp nhận 1.318 hồ sơ, trả 1.206 kết quả, còn 86 hồ sơ đang chờ, 26 hồ sơ đã rút.",
        (
            "Tháng 4 thu 312 triệu đồng, tháng 5 thu 298 triệu đồng, tháng 6 thu 351 triệu đồng. So "
            "với tháng 4 năm trước, số thu tháng 6 tăng 22,1%."
        ),
        "Xử lý 217 vụ (cùng kỳ 186 vụ), tăng 31 vụ; phạt 4,86 tỷ đồng, tăng 12% so với cùng kỳ.",
        (
            "Đã giải ngân vốn huyện 214.386 triệu đồng/318.750 triệu đồng.\n- Cầu: xong.\n- Đường: "
            "xong.\nSố vốn chưa giải ngân của xã là 90.300 triệu đồng."
        ),
        (
            "Cuối năm 2022 có 1.874 hộ nghèo; năm 2023 có 462 hộ thoát nghèo, 38 hộ tái nghèo. Cuối "
            "năm 2023 hộ nghèo khu vực nông thôn còn 1.320 hộ."
        ),
    ],
)
def test_traps_are_no_contradictions(text: str) -> None:
    assert contradictions(text) == []


def test_a_rate_within_one_unit_of_its_last_digit_agrees() -> None:
    assert contradictions("Đạt 8/9 mục tiêu, tỷ lệ 88,88%.") == []
    assert contradictions("Đạt 8/9 mục tiêu, tỷ lệ 88,89%.") == []
    assert contradictions("Đạt 8/9 mục tiêu, tỷ lệ 88,87%.") != []


def test_rows_vote_on_the_columns() -> None:
    text = (
        "| Đơn vị | Tiếp nhận | Đã giải quyết | Đang giải quyết |\n|---|---|---|---|\n"
        "| Sở A | 120 | 100 | 20 |\n| Sở B | 250 | 230 | 20 |\n"
        "| Sở C | 300 | 270 | 40 |\n| Sở D | 90 | 80 | 10 |"
    )
    assert contradictions(text) == [("sum", "300")]


def test_numbered_rows_sum_up_and_a_rate_stands_over_its_rows() -> None:
    text = (
        "1.4.\tTổng số thủ tục\tThủ tục\t{0}\n1.4.1.\tCấp tỉnh\tThủ tục\t20\n1.4.2.\tCấp xã\tThủ tục\t11\n"
        "2.\tTỷ lệ đúng hạn\t%\t{1}\n2.1.\tTổng số hồ sơ\tHồ sơ\t349\n2.2.\tSố hồ sơ đúng hạn\tHồ sơ\t323"
    )
    assert contradictions(text.format("31", "92,55")) == []
    assert contradictions(text.format("32", "80,76")) == [("sum", "32"), ("percent", "80,76")]


def test_columns_speak_for_each_other_and_a_label_may_hold_a_formula() -> None:
    rows = (
        "| TT | Nội dung | Dự toán | Quyết toán |\n|---|---|---|---|\n| A | TỔNG CHI (1+2) | 940 | {0} |\n"
        "| 1 | Chi đầu tư | 400 | 412 |\n| 2 | Chi thường xuyên | 540 | {1} |\n"
        "| 2.1 | Giáo dục | 300 | 310 |\n| 2.2 | Y tế | 240 | 251 |"
    )
    assert contradictions(rows.format("973", "561")) == []
    assert contradictions(rows.format("937", "561")) == [("sum", "937")]
    assert ("sum", "516") in contradictions(rows.format("973", "516"))


def test_stocks_stand_in_columns() -> None:
    text = "| Năm | Đầu năm | Thoát nghèo | Phát sinh | Cuối năm |\n|---|---|---|---|---|\n"
    text += "| 2016 | 4.120 | 741 | 121 | 3.500 |\n| 2017 | 3.500 | 680 | 100 | 2.920 |\n"
    text += "| 2018 | 2.920 | 621 | 71 | {0} |\n| 2019 | 2.370 | 561 | 41 | 1.850 |"
    assert contradictions(text.format("2.370")) == []
    assert contradictions(text.format("2.730")) == [("difference", "2.730")]


def test_an_empty_first_cell_moves_no_column() -> None:
    text = "TT | Loại | Có | Xong\n1 | Trụ sở | 214 | 96\n2 | Trường | 87 | 41\n | Tổng cộng | 301 | {0}"
    assert contradictions(text.format("137")) == []
    assert contradictions(text.format("173")) == [("sum", "173")]


def test_one_quantity_with_two_values() -> None:
    text = "Tỉnh đã tích hợp 1.251 dịch vụ lên Cổng quốc gia.\n\n{} dịch vụ đã tích hợp lên Cổng quốc gia."
    assert contradictions(text.format("1.215")) == [("same_quantity", "1.251 dịch vụ")]
    assert ("same_quantity", "consistent") in verdicts(text.format("1.251"))


def test_what_agreed_is_told_too() -> None:
    assert ("sum", "consistent") in verdicts("Có 27 vụ (08 vụ đất đai, 14 vụ đầu tư và 05 vụ khác).")


def test_a_clerk_understands_why() -> None:
    (finding,) = check("Có 100 hồ sơ, gồm: cấp tỉnh 40 hồ sơ; cấp xã 61 hồ sơ.").findings
    assert finding.explanation == "40 + 61 = 101, văn bản ghi 100, lệch 1."
    assert [finding.stated, finding.computed, finding.difference] == [Decimal(100), Decimal(101), Decimal(1)]
    (finding,) = check("Cả tỉnh có 86.314 ca, gấp 3,7 lần cùng kỳ (31.970 ca).").findings
    assert finding.explanation == "86.314/31.970 = 2,7, văn bản ghi 3,7, lệch 1."
