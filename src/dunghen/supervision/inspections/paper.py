"""The papers of inspections in the layout of Nghị định 30/2020/NĐ-CP: minutes of both regimes, the notice of
the conclusion, the report of a round of surprise visits. None names a person of a case."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localtime

from dunghen.documents.layout import long_date
from dunghen.documents.model import (
    Block,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Signature,
    Table,
    TableRow,
    Title,
)
from dunghen.supervision.inspections.models import Inspection, Problem, Remedy, SurpriseVisit, Team
from dunghen.supervision.inspections.reading import Round
from dunghen.supervision.paper import issuer_here, sample_note

ROMAN = ("", "I", "II", "III", "IV", "V")
ROOM = "(Ký, ghi rõ họ tên)\n\n\n\n"
PROBLEMS = (
    Column("STT", 3, "center"),
    Column("Vấn đề phát hiện", 12),
    Column("Kiến nghị của Đoàn", 12),
    Column("Thời hạn khắc phục", 6),
)
VISITS = (
    Column("STT", 3, "center"),
    Column("Thời điểm", 6),
    Column("Cơ quan, đơn vị", 10),
    Column("Nội dung ghi nhận", 15),
    Column("Kiến nghị", 8),
)


def _head(team: Team, number: str = "", day: date | None = None) -> Letterhead:
    return Letterhead(
        superior=team.organiser.name.upper(),
        agency=("ĐOÀN KIỂM TRA",),
        place=issuer_here().place,
        number=number,
        day=day,
    )


def _two(left: str, right: str) -> Table:
    columns = (Column(left, 1, "center"), Column(right, 1, "center"))
    return Table("Chữ ký hai bên", columns, (TableRow((ROOM, ROOM)),))


def _parts(*parts: tuple[str, Iterable[str]], after: int = 0) -> list[Block]:
    """The parts that say something, numbered in Roman numerals after those that stand before."""
    found: list[Block] = []
    for heading, texts in parts:
        said = [text for text in texts if text.strip()]
        if said:
            after += 1
            found += [Heading(1, f"{ROMAN[after]}. {heading}"), *(Paragraph(text) for text in said)]
    return found


def _founded(team: Team) -> Paragraph:
    decided = f"{long_date(team.decision_day)}" if team.decision_day else "ngày     tháng     năm"
    return Paragraph(
        f"Căn cứ Kế hoạch số {team.plan_number} {long_date(team.plan_day)}; Quyết định số "
        f"{team.decision_number or '       '} {decided} về thành lập {team.name},",
        italic=True,
    )


def minutes(row: Inspection) -> Document:
    """BIÊN BẢN of the working day at a unit."""
    came = sorted(row.attendance.all(), key=lambda one: one.pk or 0)
    team = [f"- {one.name}{'' if one.present else f': vắng ({one.leave})'}." for one in came if one.member_id]
    unit = [
        f"- {one.name}{f' (thay cho {one.substitute_for})' if one.substitute_for else ''}."
        for one in came
        if not one.member_id
    ]
    unit = ["Đơn vị được kiểm tra:", *unit] if unit else []
    problems = [f"{one.number}. {one.content}" for one in _kept(row)]
    asked = [f"{one.number}. {one.content}" for one in sorted(row.requests.all(), key=lambda one: one.number)]
    when = long_date(row.held) if row.held else ""
    return Document(
        letterhead=_head(row.team, day=row.held),
        title=Title(
            "BIÊN BẢN",
            f"Kiểm tra công tác cải cách hành chính tại {row.unit.name}",
            sample_note(sample=row.sample),
        ),
        body=(
            _founded(row.team),
            Paragraph(f"Hôm nay, {when}, tại {row.unit.name}, Đoàn kiểm tra làm việc với đơn vị."),
            *_parts(
                ("THÀNH PHẦN THAM DỰ", ["Đoàn kiểm tra:", *team, *unit]),
                ("NỘI DUNG KIỂM TRA", row.minutes.splitlines()),
                ("VẤN ĐỀ PHÁT HIỆN", problems),
                ("Ý KIẾN CỦA ĐƠN VỊ", [*row.unit_opinion.splitlines(), *asked]),
            ),
            Paragraph("Biên bản được lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản."),
            _two("ĐẠI DIỆN ĐƠN VỊ ĐƯỢC KIỂM TRA", "TRƯỞNG ĐOÀN KIỂM TRA"),
        ),
        closing=(),
        signature=Signature((), "THƯ KÝ ĐOÀN", (row.unit.name, "Lưu: hồ sơ Đoàn kiểm tra")),
    )


def _kept(row: Inspection) -> list[Problem]:
    found = [one for one in row.problems.all() if one.state != Remedy.DROPPED]
    return sorted(found, key=lambda one: one.number)


def conclusion(row: Inspection) -> Document:
    """THÔNG BÁO of the conclusion: numbered problems, each with remedy and date; what the unit did not agree
    to and what the UBND said; the unit's own recommendations with their answers."""
    problems = _kept(row)
    found: Block = Paragraph("Qua kiểm tra, không phát hiện vấn đề phải khắc phục.")
    closing = f"Đoàn kiểm tra thông báo để {row.unit.name} biết./."
    if problems:
        found = Table("Vấn đề phát hiện và thời hạn khắc phục", PROBLEMS, tuple(map(_problem, problems)))
        closing = (
            f"Đề nghị {row.unit.name} khắc phục và báo cáo kết quả kèm tài liệu minh chứng đúng thời hạn./."
        )
    passed = f"{long_date(row.passed)}, có {row.passed_head} dự" if row.passed else "(chưa thông qua)"
    recipients = (row.unit.name, row.team.organiser.name, "Thành viên Đoàn kiểm tra")
    return Document(
        letterhead=_head(row.team, row.conclusion_number, row.conclusion_day),
        title=Title(
            "THÔNG BÁO",
            f"Kết luận kiểm tra công tác cải cách hành chính tại {row.unit.name}",
            sample_note(sample=row.sample),
        ),
        body=(
            _founded(row.team),
            Paragraph(f"Kết luận được thông qua {passed}."),
            Heading(1, "I. VẤN ĐỀ PHÁT HIỆN"),
            found,
            *_opinions(row),
        ),
        closing=(Paragraph(closing),),
        signature=Signature((), "TRƯỞNG ĐOÀN", recipients),
    )


def _opinions(row: Inspection) -> list[Block]:
    disputed = [
        f"Vấn đề {one.number}: {one.objection} Ý kiến của UBND: {one.answer} ({one.answer_document})."
        for one in row.problems.all()
        if one.objection
    ]
    asked = [
        f"{one.number}. {one.content} Trả lời: {one.answer or 'đang xem xét.'}"
        for one in sorted(row.requests.all(), key=lambda one: one.number)
    ]
    return _parts(("Ý KIẾN CHƯA THỐNG NHẤT", disputed), ("KIẾN NGHỊ, ĐỀ XUẤT CỦA ĐƠN VỊ", asked), after=1)


def _problem(one: Problem) -> TableRow:
    due = f"{one.due:%d/%m/%Y}" if one.due else f"{one.days} ngày làm việc kể từ ngày thông báo"
    return TableRow((str(one.number), one.content, one.remedy, due))


def visit_minutes(row: SurpriseVisit) -> Document:
    """BIÊN BẢN of a surprise visit."""
    at = localtime(row.at)
    signed = f"Đơn vị không ký: {row.unsigned_reason}" if row.unsigned_reason else ""
    return Document(
        letterhead=_head(row.team, row.number, at.date()),
        title=Title(
            "BIÊN BẢN", f"Kiểm tra công vụ đột xuất tại {row.unit.name}", sample_note(sample=row.sample)
        ),
        body=(
            _founded(row.team),
            Paragraph(
                f"Hồi {at:%H giờ %M}, {long_date(at.date())}, tại {row.place}, Đoàn kiểm tra đột xuất."
            ),
            *_parts(
                ("THÀNH PHẦN THAM DỰ", row.present.splitlines()),
                ("NỘI DUNG GHI NHẬN", row.findings.splitlines()),
                ("Ý KIẾN CỦA ĐƠN VỊ", row.unit_opinion.splitlines()),
                ("KIẾN NGHỊ CỦA ĐOÀN", [*row.proposal.splitlines(), signed]),
            ),
            _two("ĐẠI DIỆN ĐƠN VỊ", "ĐẠI DIỆN ĐOÀN KIỂM TRA"),
        ),
        closing=(),
        signature=Signature(
            (),
            "NGƯỜI LẬP BIÊN BẢN",
            (row.unit.name, "Lưu: hồ sơ Đoàn kiểm tra"),
            row.by.full_name if row.by else "",
        ),
    )


def round_report(found: Round) -> Document:
    """BÁO CÁO of the team on the visits of some days: how many units, and of how many collectives and
    persons the responsibility is to be reviewed."""
    cases = found.collectives + found.persons
    said = f"Đoàn kiểm tra đột xuất tại {found.units:02d} cơ quan, đơn vị, địa phương."
    result = (
        f"Qua kiểm tra đã kiến nghị kiểm điểm, xử lý trách nhiệm đối với {cases:02d} trường hợp "
        f"(gồm: {found.collectives:02d} tập thể và {found.persons:02d} cá nhân)."
        if cases
        else "Qua kiểm tra chưa phát hiện trường hợp phải kiểm điểm, xử lý trách nhiệm."
    )
    days = f"từ {long_date(found.first)} đến {long_date(found.last)}"
    return Document(
        letterhead=_head(found.team),
        title=Title(
            "BÁO CÁO", f"Kết quả kiểm tra công vụ đột xuất {days}", sample_note(sample=found.team.sample)
        ),
        body=(
            _founded(found.team),
            Heading(1, "I. TÌNH HÌNH KIỂM TRA"),
            Paragraph(said),
            Table(
                "Các đơn vị được kiểm tra",
                VISITS,
                tuple(_visit(n, *one) for n, one in enumerate(found.visits, 1)),
            ),
            Heading(1, "II. KẾT QUẢ"),
            Paragraph(result),
        ),
        closing=(Paragraph("Đoàn kiểm tra báo cáo để theo dõi, chỉ đạo./."),),
        signature=Signature((), "TRƯỞNG ĐOÀN", (found.team.organiser.name, "Lưu: hồ sơ Đoàn kiểm tra")),
    )


def _visit(place: int, one: SurpriseVisit, cases: int) -> TableRow:
    proposed = f"Kiến nghị xử lý {cases:02d} trường hợp" if cases else ""
    return TableRow(
        (str(place), f"{localtime(one.at):%H:%M %d/%m/%Y}", one.unit.name, one.findings, proposed)
    )
