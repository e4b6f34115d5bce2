"""The report on a campaign as a document (BÁO CÁO Kết quả rà soát các công việc còn tồn đọng), with the table
by unit and cause and, as an annex, every item."""

from collections.abc import Sequence

from dunghen.documents.layout import long_date
from dunghen.documents.model import (
    Annex,
    Block,
    Column,
    Document,
    Heading,
    Paragraph,
    Table,
    TableRow,
    Title,
)
from dunghen.supervision.paper import letterhead, sample_note, signature
from dunghen.supervision.pending.models import Campaign, Cause, Group, PendingItem
from dunghen.supervision.pending.reading import Line, became_words, cause_words, sentence, totals
from dunghen.supervision.plans.reading import root_of

_BY_UNIT = (("STT", 8), ("Cơ quan, đơn vị", 34), ("Tổng số", 10), ("Nhóm A", 11), ("Nhóm B", 11))
_ITEMS = (
    *(("STT", 8), ("Cơ quan, đơn vị", 16), ("Nội dung công việc tồn đọng", 28), ("Từ thời điểm", 11)),
    *(("Nhóm", 9), ("Nguyên nhân", 14), ("Người chịu trách nhiệm", 15), ("Hướng giải quyết", 22)),
    *(("Thời hạn", 15), ("Kết quả xử lý", 19)),
)
_CENTRED = {"STT", "Tổng số", "Nhóm A", "Nhóm B", "Nhóm", "Thời hạn"} | {str(one.label) for one in Cause}


def report(campaign: Campaign, lines: Sequence[Line], items: Sequence[PendingItem]) -> Document:
    """Of what was sent; not numbered and without a day until somebody issues it."""
    letter = f"Công văn số {campaign.number} {long_date(campaign.opened)} của {campaign.unit.name}"
    return Document(
        letterhead=letterhead(campaign.unit),
        title=Title(
            "BÁO CÁO", "Kết quả rà soát các công việc còn tồn đọng", sample_note(sample=campaign.sample)
        ),
        body=_body(letter, lines),
        closing=(),
        signature=signature(campaign.unit, (root_of(campaign.unit).name,)),
        annexes=(
            Annex(
                "PHỤ LỤC",
                "DANH MỤC CÁC CÔNG VIỆC CÒN TỒN ĐỌNG",
                f"(Theo {letter})",
                _list(items),
                landscape=True,
            ),
        ),
    )


def _body(letter: str, lines: Sequence[Line]) -> tuple[Block, ...]:
    found = totals(lines)
    causes = "; ".join(
        f"{str(cause.label).lower()}: {number:02}" for cause, number in zip(Cause, found.causes, strict=True)
    )
    missing = [line.unit.name for line in lines if line.answer.answered is None]
    blamed = [line.unit.name for line in lines if line.unregistered]
    blocks: list[Block] = [
        Paragraph(f"Thực hiện {letter}, kết quả rà soát như sau:"),
        Paragraph(sentence(found)),
        Paragraph(f"Theo nguyên nhân (một công việc có thể có nhiều nguyên nhân): {causes}."),
    ]
    if missing:
        blocks.append(Paragraph(f"Chưa gửi kết quả: {'; '.join(missing)}."))
    if blamed:
        blocks.append(
            Paragraph(
                "Có công việc nhóm B nhưng chưa đăng ký đề xuất đổi mới, sáng tạo theo Nghị định số "
                f"73/2023/NĐ-CP, đề nghị xem xét phê bình người đứng đầu: {'; '.join(blamed)}."
            )
        )
    return (
        *blocks,
        Heading(2, "Tổng hợp theo cơ quan, đơn vị và nguyên nhân", centred=True),
        _by_unit(lines),
    )


def _by_unit(lines: Sequence[Line]) -> Table:
    sent = [line for line in lines if line.answer.answered]
    columns = (*_BY_UNIT, *((str(one.label), 12) for one in Cause))
    found = totals(sent)
    rows = [
        (str(number), line.unit.name, *map(str, (line.items, line.a, line.b, *line.causes)))
        for number, line in enumerate(sent, 1)
    ]
    total = TableRow(("", "Cộng", *map(str, (found.items, found.a, found.b, *found.causes))), bold=True)
    return Table("tong-hop", _columns(columns), (*(TableRow(row) for row in rows), total))


def _list(items: Sequence[PendingItem]) -> tuple[Block, ...]:
    rows = tuple(
        TableRow(
            (
                str(number),
                item.answer.unit.name,
                item.content + (f"\n(Chờ giải quyết: {item.waits})" if item.waits else ""),
                item.since,
                Group(item.group).value.upper(),
                cause_words(item.causes),
                item.responsible,
                item.way_out,
                f"{item.due:%d/%m/%Y}",
                became_words(item),
            )
        )
        for number, item in enumerate(items, 1)
    )
    return (Table("danh-muc", _columns(_ITEMS), rows),)


def _columns(said: Sequence[tuple[str, int]]) -> tuple[Column, ...]:
    return tuple(Column(name, share, "center" if name in _CENTRED else "left") for name, share in said)
