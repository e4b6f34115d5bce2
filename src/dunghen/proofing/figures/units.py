"""Units: what a number counts or measures, and when two units may stand in one sum."""

from typing import Literal

UnitKind = Literal["percent", "ppoint", "score", "step", "money", "time", "size", "count", "bare"]

MAGNITUDES = {"trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9}
MONEY = frozenset({"đồng", "vnđ", "vnd", "đ", "usd", "euro"})
TIME = frozenset({"ngày", "giờ", "phút", "giây", "năm", "tuần", "tuổi"})
SIZE = frozenset({"km", "m", "cm", "mm", "ha", "kg", "tấn", "tạ", "lít", "mb", "gb", "tb", "kb", "mw", "kwh"})
STEP = frozenset({"bậc", "hạng"})

# One syllable that is a unit by itself; other nouns take two (hồ sơ, thủ tục).
SHORT = frozenset(
    "người cuộc lớp lượt tờ xã phường huyện quận tỉnh sở ban cái chiếc bộ hộ phiếu tin bài vụ nữ nam dự bản buổi"
    " đợt phòng trường giấy ấp thôn đơn bệnh máy loại khu cụm chợ trạm tổ đoàn kỳ câu vị nhóm lần điểm mô nhà cơ"
    " kênh con cây công số gói suất căn thẻ mục dv dvc tthc pakn cbccvc vbqppl đvsn đvsncl hs văn hội mã tài lít"
    " chuyến ca thửa trang giáo bác y xe em cháu trẻ học cổng ngành cấp viên việc".split()
)
NOUNS = frozenset(
    "hồ sơ|thủ tục|trường hợp|đơn vị|cơ quan|cán bộ|công chức|viên chức|văn bản|nhiệm vụ|nghị quyết|quyết định|chỉ thị"
    "|kế hoạch|phản ánh|kiến nghị|dịch vụ|giao dịch|tổ chức|cá nhân|tập thể|doanh nghiệp|hộ dân|hộ gia|hợp tác|tài khoản"
    "|chứng thư|chữ ký|hộp thư|tỉnh thành|thành phố|thị trấn|thị xã|đại biểu|học viên|thí sinh|chỉ tiêu|mục tiêu|tiêu chí"
    "|lĩnh vực|sáng kiến|mô hình|giải pháp|nội dung|vấn đề|vụ việc|sự việc|đề án|dự án|công trình|báo cáo|công văn|thông tư"
    "|chương trình|chuyên mục|bản tin|tin bài|tờ rơi|tờ gấp|băng rôn|câu hỏi|cuộc họp|hội nghị|lớp tập|đoàn kiểm|biên chế"
    "|hợp đồng|lao động|đảng viên|bí thư|chi bộ|thôn bản|khu phố|trạm y|trường học|học sinh|sinh viên|bệnh viện|bệnh nhân"
    "|giấy phép|giấy chứng|giấy tờ|kết quả|điểm cầu|điểm giao|đầu mối|phòng ban|ban chỉ|tổ công|thành viên|giáo viên|bác sĩ"
    "|bác sỹ|tiến sĩ|thạc sĩ|đại học|cao đẳng|trung cấp|sơ cấp|ý kiến|cử tri|khiếu nại|tố cáo|đơn thư|vị trí|chức danh|phòng chuyên"
    "|cơ sở|điểm đen|trung tâm|ban quản|sở ban|sở ngành|hội đồng|nền tảng|hệ thống|ứng dụng|camera|máy tính|mã số|lượt người"
    "|người dân|thuê bao|hội viên|gương điển|bằng khen|giấy khen|quy trình|điều kiện|phương án|tổ hợp|hội thảo|tọa đàm|nhân viên"
    "|chuyên viên|thanh tra|khu vực|kết luận|khuyến nghị|nhóm giải|nhóm nhiệm|đoàn viên|phó giáo|giáo sư|chính sách|kỹ sư|sản phẩm"
    "|quyền lợi|đối tượng|phụ nữ|trẻ em|liệt sĩ|hộ nghèo|tuyến đường|phương tiện|chương mục|chỉ số|tổ dân|công dân|hộ kinh".split("|")
)  # fmt: skip
# Words after which a number has no noun of its own.
STOPS = frozenset(
    "đã được đạt là có và với so tăng giảm chiếm trong tại của thuộc cho do để từ đến gồm bao còn đang chưa không bằng"
    " tương theo trên về cả nêu nên mà thì hoặc hay sau trước như lên xuống vào ra khi nếu vì bị phải cần sẽ tính cùng"
    " đúng quá trễ chậm này đó đây kia nói hiện tiếp đối trở nhằm qua bởi".split()
)

# Abbreviations of the field and what they stand for.
_SPELLED_OUT = {
    "tthc": "thủ tục", "hs": "hồ sơ", "dvc": "dịch vụ", "dvctt": "dịch vụ", "pakn": "phản ánh", "vbqppl": "văn bản",
    "đvsn": "đơn vị", "đvsncl": "đơn vị", "vb": "văn bản", "cbccvc": "cán bộ", "cc": "công chức", "vc": "viên chức",
    "tt": "thủ tục", "bác sỹ": "bác sĩ", "tiến sỹ": "tiến sĩ", "thạc sỹ": "thạc sĩ", "nqd": "nghị quyết",
}  # fmt: skip
_PERSONS = frozenset(
    "người|cán bộ|công chức|viên chức|đại biểu|học viên|đảng viên|thí sinh|lao động|giáo viên|người dân|học sinh|sinh viên"
    "|nhân viên|chuyên viên|ứng viên|hội viên|đoàn viên|cá nhân|biên chế|bác sĩ|tiến sĩ|thạc sĩ|nữ|nam".split("|")
)

_BODIES = frozenset("cơ quan|đơn vị|sở|địa phương|tổ chức|tập thể|ubnd huyện|ubnd xã|ubnd cấp|sở ban|sở ngành|đầu mối".split("|"))


def starts_noun(first: str, second: str) -> bool:
    """Whether these two words after a number name what is counted."""
    return f"{first} {second}" in NOUNS or first in SHORT or first in {"người"}


def noun(words: list[str]) -> tuple[str, int]:
    """The unit noun the words begin with, and how many words it takes; ('', 0) when there is none."""
    if words[:1] in (["các"], ["những"]):
        name, used = noun(words[1:])
        return name, used + 1 if used else 0
    if not words or words[0] in STOPS or words[0] in MAGNITUDES:
        return "", 0
    name, used = _noun(words)
    return _SPELLED_OUT.get(name, name), used


def _noun(words: list[str]) -> tuple[str, int]:
    pair = " ".join(words[:2])
    if words[0] in _SPELLED_OUT:
        return words[0], 1
    if len(words) == 1 or pair in NOUNS:
        return pair, min(len(words), 2)
    if words[0] in SHORT or words[1] in STOPS:
        return words[0], 1
    return pair, 2


def may_add(first: tuple[UnitKind, str], second: tuple[UnitKind, str]) -> bool:
    """Whether a quantity of the second unit can be part of one of the first.

    Counts of different nouns add up (06 trường hợp: 02 tập thể, 04 cá nhân); money does not add to counts.
    """
    if "bare" in (first[0], second[0]):
        return {first[0], second[0]} <= {"bare", "count", "money", "score", "size"}
    if first[0] == "money" == second[0]:
        return True
    if {first[0], second[0]} == {"count", "score"}:
        return first[1][:4] == second[1][:4]
    return first[0] == second[0]


def same_unit(first: tuple[UnitKind, str], second: tuple[UnitKind, str]) -> bool:
    """Whether both count the same thing, or one of them leaves it unsaid."""
    if {first[0], second[0]} == {"count", "score"}:
        return first[1][:4] == second[1][:4]  # điểm giao dịch, and "giảm 36 điểm"
    if first[0] != second[0]:
        return "bare" in (first[0], second[0]) and {first[0], second[0]} <= {"bare", "count"}
    if any(first[1] in group and second[1] in group for group in (_PERSONS, _BODIES)):
        return True
    if first[0] in {"count", "time", "size"}:
        return first[1] == second[1] or first[1].split()[:1] == second[1].split()[:1]
    return True
