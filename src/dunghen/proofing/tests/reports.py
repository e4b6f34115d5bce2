"""Made-up reports whose figures agree: sentences in varied wording.

A template is a function of a random source that returns text in which ⟦…⟧ marks the figures that may be
changed one at a time to break the relation.
"""

import random
from collections.abc import Callable
from decimal import Decimal

from dunghen.proofing.tests.statements import count, mark, plain, rate, small

Template = Callable[[random.Random], str]
PAGE = 3000  # letters

NOUNS = (
    "hồ sơ",
    "văn bản",
    "nhiệm vụ",
    "lượt người",
    "giao dịch",
    "thủ tục",
    "phản ánh, kiến nghị",
    "công chức",
    "dịch vụ công trực tuyến",
    "đơn thư",
    "giấy phép",
    "trường hợp",
)
LEVELS = ("cấp tỉnh", "cấp huyện", "cấp xã")
PLACES = ("huyện Tân Lập", "huyện Hòa Sơn", "thị xã Đông Sa", "thành phố Bình Lạc", "huyện Gia Lộc")
FIELDS = ("đất đai", "hộ tịch", "xây dựng", "bảo trợ xã hội", "giao thông", "chứng thực", "đầu tư")
WHEN = (
    "Trong quý I/2025",
    "Trong 9 tháng đầu năm 2024",
    "Tính đến ngày 15/11/2023",
    "Năm 2022",
    "Trong kỳ báo cáo",
    "Từ ngày 15/12/2023 đến ngày 14/6/2024",
    "Đến nay",
)


def parts_of(rng: random.Random, number: int, low: int = 20, high: int = 40000) -> list[int]:
    return [rng.randint(low, high) for _ in range(number)]


def levels_sum(rng: random.Random) -> str:
    a, b, c = parts_of(rng, 3)
    noun = rng.choice(NOUNS)
    opener = rng.choice(
        (", trong đó: ", ". Trong đó, ", ", gồm: ", "; cụ thể: ", ", chia ra: ", ", bao gồm ", " (trong đó ")
    )
    sign = rng.choice((" ", ": ", " có ", " là "))
    joint = rng.choice((", ", "; "))
    list_ = joint.join(
        f"{level}{sign}{mark(count(n))} {noun}" for level, n in zip(LEVELS, (a, b, c), strict=True)
    )
    lead = rng.choice(
        ("toàn tỉnh tiếp nhận", "tổng số đã giải quyết là", "các cơ quan, địa phương đã xử lý", "đã rà soát")
    )
    close = ")" if "(" in opener else ""
    return f"{rng.choice(WHEN)}, {lead} {mark(count(a + b + c))} {noun}{opener}{list_}{close}."


def fields_sum(rng: random.Random) -> str:
    names = rng.sample(FIELDS, rng.randint(3, 5))
    values = parts_of(rng, len(names), 10, 900)
    noun = rng.choice(("hồ sơ", "phản ánh", "vụ việc", "đơn"))
    shape = rng.choice(("lĩnh vực {0} {1} {2}", "{1} {2} về {0}", "{0}: {1}"))
    items = [shape.format(f, mark(count(n)), noun) for f, n in zip(names, values, strict=True)]
    joined = ", ".join(items[:-1]) + rng.choice((" và ", ", ", "; ")) + items[-1]
    opener = rng.choice((" (", ", gồm ", ", bao gồm: ", ", cụ thể: "))
    close = ")" if opener == " (" else ""
    return f"Trung tâm đã tiếp nhận {mark(count(sum(values)))} {noun}{opener}{joined}{close}."


def list_sum(rng: random.Random) -> str:
    values = parts_of(rng, 3, 5, 3000)
    noun = rng.choice(("lượt người", "văn bản", "hồ sơ"))
    bullet = rng.choice(("- ", "+ ", "• "))
    names = rng.sample(("Khối sở, ngành", "Khối huyện", "Khối xã", "Khối doanh nghiệp", "Khối đoàn thể"), 3)
    lines = "\n".join(
        f"{bullet}{name}: {mark(count(n))} {noun};" for name, n in zip(names, values, strict=True)
    )
    lead = rng.choice(("Kết quả bồi dưỡng được", "Tổng số được thống kê là", "Đã hỗ trợ tổng số"))
    return f"{lead} {mark(count(sum(values)))} {noun}, {rng.choice(('gồm', 'trong đó', 'cụ thể'))}:\n{lines}"


def total_last(rng: random.Random) -> str:
    a, b = parts_of(rng, 2, 15, 400)
    place = rng.choice(PLACES)
    ending = rng.choice((", tổng cộng ", ", nâng tổng số lên ", "; tổng cộng là "))
    direct, online = f"{mark(count(a))} hồ sơ nộp trực tiếp", f"{mark(count(b))} hồ sơ nộp trực tuyến"
    return f"{place[0].upper()}{place[1:]} có {direct} và {online}{ending}{mark(count(a + b))} hồ sơ."


def table_sum(rng: random.Random) -> str:
    values = parts_of(rng, 4, 10, 5000)
    rows = "\n".join(
        f"| {i} | {name} | {mark(count(n))} |"
        for i, (name, n) in enumerate(zip(rng.sample(PLACES, 4), values, strict=True), 1)
    )
    label = rng.choice(("Tổng cộng", "Cộng", "Tổng số", "Toàn tỉnh"))
    return f"| TT | Đơn vị | Số hồ sơ |\n|---|---|---|\n{rows}\n| | {label} | {mark(count(sum(values)))} |"


def form_sum(rng: random.Random) -> str:
    a, b, c = parts_of(rng, 3, 3, 900)
    lead = rng.randint(1, 4)
    return (
        f"| STT | Chỉ tiêu | Đơn vị tính | Số liệu |\n|---|---|---|---|\n"
        f"| {lead}.4 | Tổng số thủ tục hành chính | Thủ tục | {mark(count(a + b + c))} |\n"
        f"| {lead}.4.1 | Số thủ tục cấp tỉnh | Thủ tục | {mark(count(a))} |\n"
        f"| {lead}.4.2 | Số thủ tục cấp huyện | Thủ tục | {mark(count(b))} |\n"
        f"| {lead}.4.3 | Số thủ tục cấp xã | Thủ tục | {mark(count(c))} |"
    )


def form_rate(rng: random.Random) -> str:
    whole = rng.randint(200, 30000)
    part = rng.randint(whole // 2, whole)
    return (
        f"STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\n"
        f"3.1.\tTỷ lệ hồ sơ do các sở giải quyết đúng hạn\t%\t{mark(rate(part, whole, rng))}\n"
        f"3.1.1.\tTổng số hồ sơ đã giải quyết\tHồ sơ\t{count(whole)}\n"
        f"3.1.2.\tSố hồ sơ giải quyết đúng hạn\tHồ sơ\t{count(part)}"
    )


def fraction_rate(rng: random.Random) -> str:
    whole = rng.randint(12, 400)
    part = rng.randint(5, whole - 1)
    noun = rng.choice(("nhiệm vụ", "xã, phường", "cơ quan, đơn vị", "chỉ tiêu", "thủ tục"))
    p = mark(rate(part, whole, rng))
    return rng.choice(
        (
            f"Đến nay đã hoàn thành {part}/{whole} {noun}, đạt tỷ lệ {p}%.",
            f"Có {part}/{whole} {noun} đạt yêu cầu (tỷ lệ {p}%).",
            f"Tỷ lệ hoàn thành đạt {p}% ({part}/{whole} {noun}).",
            f"{part}/{whole} {noun} đã được công khai, chiếm {p}%.",
            f"Toàn tỉnh có {part} / {whole} {noun} – đạt {p} %.",
        )
    )


def counted_rate(rng: random.Random) -> str:
    whole = rng.randint(900, 90000)
    part = rng.randint(whole // 3, whole - 40)
    p = mark(rate(part, whole, rng))
    a, b = count(part), count(whole)
    return rng.choice(
        (
            f"Đã tiếp nhận {b} hồ sơ; trong đó có {a} hồ sơ trực tuyến, chiếm {p}%.",
            f"Trong tổng số {b} hồ sơ đã giải quyết có {a} hồ sơ giải quyết đúng hạn, đạt tỷ lệ {p}%.",
            f"Có {a} trên tổng số {b} hồ sơ được thanh toán trực tuyến, đạt {p}%.",
            (
                f"Tổng số hồ sơ đã giải quyết: {b} hồ sơ. Số hồ sơ giải "
                f"quyết đúng hạn: {a} hồ sơ. Tỷ lệ giải quyết đúng hạn: {p}%."
            ),
            (
                f"Tỷ lệ hồ sơ giải quyết đúng hạn: {p}%. Tổng số hồ sơ đã giải "
                f"quyết là {b} hồ sơ. Số hồ sơ giải quyết đúng hạn là {a} hồ sơ."
            ),
            f"Kế hoạch vốn được giao {b} triệu đồng, đã giải ngân {a} triệu đồng, đạt {p}% kế hoạch.",
            f"Số phiếu phát ra là {b} phiếu, số phiếu thu về {a} phiếu (đạt {p}%).",
            f"Các sở tiếp nhận {b} hồ sơ, với {a} hồ sơ trực tuyến (đạt tỷ lệ {p}%).",
        )
    )


def split_rates(rng: random.Random) -> str:
    early, exact, late = rng.randint(500, 9000), rng.randint(500, 9000), rng.randint(5, 300)
    whole = early + exact + late
    verb = rng.choice(("chiếm", "đạt", "tỷ lệ"))
    cells = [
        f"{name} {mark(count(n))} hồ sơ ({verb} {mark(rate(n, whole, rng))}%)"
        for name, n in (
            ("giải quyết trước hạn", early),
            ("giải quyết đúng hạn", exact),
            ("giải quyết quá hạn", late),
        )
    ]
    return f"Đã giải quyết {mark(count(whole))} hồ sơ, trong đó {'; '.join(cells)}."


def left_over(rng: random.Random) -> str:
    given = rng.randint(300, 30000)
    done = rng.randint(given // 2, given - 9)
    a, b, c = mark(count(given)), mark(count(done)), mark(count(given - done))
    return rng.choice(
        (
            (
                f"Trong tháng tiếp nhận {a} hồ sơ, đã giải quyết {b} hồ "
                f"sơ, còn lại {c} hồ sơ đang trong thời hạn giải quyết."
            ),
            (
                f"Tổng số nhiệm vụ được giao là {a} nhiệm vụ; đã hoàn "
                f"thành {b} nhiệm vụ; đang thực hiện {c} nhiệm vụ."
            ),
            f"Biên chế được giao {a} người, hiện có mặt {b} người, còn {c} người chưa tuyển.",
            (
                f"Trong số {a} kiến nghị tiếp nhận, đã trả lời {b} "
                f"kiến nghị, còn lại {c} kiến nghị đang xem xét."
            ),
        )
    )


def grown(rng: random.Random) -> str:
    before = rng.randint(400, 9000)
    now = before + rng.randint(30, before // 2)
    p = str((Decimal(now - before) * 100 / before).quantize(Decimal("0.1"))).replace(".", ",")
    d = mark(count(now - before))
    return rng.choice(
        (
            (
                f"Số lượt truy cập đạt {count(now)} lượt, tăng {d} lượt "
                f"so với cùng kỳ năm trước ({count(before)} lượt)."
            ),
            f"Tiếp nhận {count(now)} đơn, tăng {mark(p)}% so với cùng kỳ năm 2023 ({count(before)} đơn).",
            (
                f"Số hồ sơ tăng từ {count(before)} hồ sơ năm 2022 "
                f"lên {count(now)} hồ sơ năm 2023, tăng {d} hồ sơ."
            ),
            f"Số đầu mối giảm từ {count(now)} đầu mối xuống còn {count(before)} đầu mối, giảm {d} đầu mối.",
            f"Năm 2021 có {count(before)} tài khoản, năm 2022 có {count(now)} tài khoản, tăng {mark(p)}%.",
        )
    )


def points(rng: random.Random) -> str:
    before = Decimal(rng.randint(5000, 8800)) / 100
    gain = Decimal(rng.randint(90, 1100)) / 100
    shown = [f"{value:.2f}".replace(".", ",") for value in (before + gain, gain, before)]
    unit = rng.choice(("điểm phần trăm", "điểm %", "%"))
    unit = unit if unit == "%" else f" {unit}"
    return f"Tỷ lệ số hóa đạt {shown[0]}%, tăng {mark(shown[1])}{unit} so với năm 2022 ({shown[2]}%)."


def ranked(rng: random.Random) -> str:
    before, now = rng.sample(range(2, 62), 2)
    verb = "tăng" if now < before else "giảm"
    steps = mark(small(abs(before - now), rng))
    way = "lên" if now < before else "xuống"
    name = rng.choice(("PCI", "PAPI", "SIPAS", "DTI"))
    return rng.choice(
        (
            f"Chỉ số {name} năm 2023 xếp hạng {now}/63, {verb} {steps} bậc so với năm 2022 (hạng {before}).",
            f"Chỉ số {name} đứng thứ {now} cả nước, {verb} {steps} bậc so với năm trước (thứ {before}).",
            f"Chỉ số {name} {verb} {steps} bậc, từ hạng {before} năm 2021 {way} hạng {now} năm 2022.",
        )
    )


def names_list(rng: random.Random) -> str:
    names = rng.sample(
        (
            "Sở Tài chính",
            "Sở Tư pháp",
            "Sở Y tế",
            "Sở Nông nghiệp và Môi trường",
            "UBND huyện Tân Lập",
            "Thanh tra tỉnh",
            "Sở Văn hóa, Thể thao và Du lịch",
        ),
        rng.randint(3, 6),
    )
    sign = rng.choice(("; ", ", "))
    shown = mark(small(len(names), rng))
    return rng.choice(
        (
            f"Đã kiểm tra tại {shown} đơn vị: {sign.join(names)}.",
            f"Qua kiểm tra {shown} cơ quan ({sign.join(names)}), các quy định được chấp hành tốt.",
            f"Có {shown} đơn vị được khen thưởng, gồm: {sign.join(names)}.",
            f"Thành lập ({shown}): " + "; ".join(f"({i}) {name}" for i, name in enumerate(names, 1)) + ".",
            f"Có {shown} đơn vị được kiểm tra:\n" + "\n".join(f"- {name};" for name in names),
        )
    )


def traps(rng: random.Random) -> str:
    return rng.choice(all_traps(rng))


def all_traps(rng: random.Random) -> tuple[str, ...]:
    n = [rng.randint(11, 900) for _ in range(4)]
    return (
        (
            f"Thực hiện Quyết định số {n[0]}/QĐ-UBND ngày 12/{rng.randint(1, 12)}/2023 "
            f"và Điều 5, khoản 2 Nghị định số 61/2018/NĐ-CP, tỉnh đã rà soát toàn diện."
        ),
        (
            f"Các lĩnh vực phát sinh nhiều như đất đai {n[0]} hồ sơ, hộ tịch "
            f"{n[1]} hồ sơ trong tổng số {count(n[0] + n[1] + 5000)} hồ sơ."
        ),
        (
            f"Chỉ tiêu giao tối thiểu 45%, phấn đấu đến năm 2026 "
            f"đạt 60%; đường dây nóng 0292.3822.{n[0] + 100}."
        ),
        (
            f"Đã tổ chức {n[0]} hội nghị với {count(n[1] * 40)} lượt "
            f"người dự tại {n[2]} thôn; in {count(n[3] * 100)} tờ rơi."
        ),
        (
            f"Kỳ họp thứ {n[0] % 20 + 1} khóa X, nhiệm kỳ 2021 - 2026 giao "
            f"{n[1]} chỉ tiêu, riêng năm 2024 bổ sung {n[2] % 9 + 2} chỉ tiêu."
        ),
        (
            f"Thời hạn giải quyết là {n[0] % 20 + 10} ngày, được cắt "
            f"giảm còn {n[0] % 5 + 3} ngày đối với {n[1]} thủ tục."
        ),
        (
            f"Có {n[0]} công chức, trong đó nữ {n[0] // 2} người, đảng viên "
            f"{n[0] * 3 // 4} người, trẻ dưới 30 tuổi {n[0] // 5} người."
        ),
    )


TEMPLATES: tuple[Template, ...] = (
    levels_sum, fields_sum, list_sum, total_last, table_sum, form_sum, form_rate, fraction_rate, counted_rate,
    split_rates, left_over, grown, points, ranked, names_list,
)  # fmt: skip


def report(rng: random.Random) -> str:
    """A whole report that agrees with itself: no pattern of a sentence twice."""
    number = rng.randint(2, 6)
    remarks = rng.sample(all_traps(rng), number)
    pieces: list[str] = []
    for place, template in enumerate(rng.sample(TEMPLATES, number)):
        pieces.append(f"{place + 1}. Nội dung thứ {'abcdef'[place]}")
        pieces.append(plain(template(rng)).text)
        pieces.append(remarks[place])
    return "\n\n".join(pieces)


def pages(number: int) -> str:
    """So many dense pages, the same each time."""
    rng = random.Random(7)
    text = ""
    while len(text) < number * PAGE:
        text += report(rng) + "\n\n"
    return text
