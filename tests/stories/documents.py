"""Documents that the reform office of the sample proofread, in each state that a page can show."""

from datetime import timedelta

from django.utils import timezone

from dunghen.org.models import Person, Unit
from dunghen.statistics.models import Report
from dunghen.statistics.proofs.actions import Words, decide, remove, take
from dunghen.statistics.proofs.beside import compare
from dunghen.statistics.proofs.rules import Act

PLAIN = "Trong kỳ đã giải quyết 18/35 hồ sơ, đạt tỷ lệ 51,43%."
REPORT = f"""BÁO CÁO MẪU

{PLAIN} Tổng số hồ sơ đã giải quyết là 100 hồ sơ, trong đó: cấp huyện 60 hồ sơ và cấp xã 30 hồ sơ.

Ban hành (3) văn bản: Kế hoạch kiểm tra; Kế hoạch tuyên truyền.

| TT | Nội dung | Số liệu |
| --- | --- | --- |
| 1 | Tổng số hồ sơ | 120 |
| 1.1 | Trực tuyến | 70 |
| 1.2 | Trực tiếp | 40 |

Biểu mẫu 1

| STT | Chỉ tiêu thống kê | Đơn vị tính | Số liệu | Ghi chú |
| --- | --- | --- | --- | --- |
| 1. | Số văn bản chỉ đạo CCHC đã ban hành | Văn bản | 45 | |

| STT | Nhiệm vụ cụ thể | Sản phẩm | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian | Kết quả |
| --- | --- | --- | --- | --- | --- | --- |
| 1. Xác định Chỉ số CCHC | Quyết định | Sở Nội vụ | Các sở | Quý I/2024 | Đã thực hiện |
| 2. Khảo sát sự hài lòng | Báo cáo | Sở Nội vụ | Các sở | Trong năm 2024 | Đang triển khai thực hiện |
"""


def bring_documents() -> None:
    """One with findings explained and asked about, one without any form, one removed, one not read yet."""
    by = Person.objects.get(username="cai-cach")
    run = take(REPORT.encode(), "bao-cao.md", by)
    compare(run, Report.objects.get(code="2024-H1"))
    explained, asked = run.findings.exclude(verdict="consistent")[:2]
    decide(explained, Act.DISMISS, Words(text="Có 10 hồ sơ liên thông."), by=by, seen=0)
    due = timezone.localdate() + timedelta(days=3)
    health = Unit.objects.get(key="ct-so-y-te")
    decide(asked, Act.SEND, Words(text="Đề nghị xem lại.", unit=health, due=due), by=by, seen=0)
    take(PLAIN.encode(), "da-doc.txt", by)
    remove(take(f"{PLAIN} Hết.".encode(), "da-xoa.txt", by), by=by)
    take(b"%PDF-1.7", "cho-doc.pdf", by)
