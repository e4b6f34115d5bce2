"""A publication decision, and the catalogue it makes, as documents (Nghị định 30/2020/NĐ-CP; the catalogue's
columns by NĐ 63/2010/NĐ-CP art. 13.2.a: name, legal basis, time, place, fee)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dunghen.core.paths import PACKS
from dunghen.core.text import thousands
from dunghen.documents.layout import long_date
from dunghen.documents.letterhead import read_issuer
from dunghen.documents.model import (
    Annex,
    Block,
    Column,
    Document,
    Heading,
    Letterhead,
    Paragraph,
    Table,
    TableRow,
    Title,
)
from dunghen.org.models import Installation
from dunghen.procedures.models import ContentKind, LimitKind, ProcedureVersion, Publication

SAMPLE = gettext_lazy("DỮ LIỆU MẪU")
_MADE = (
    *(("STT", 6), ("Mã TTHC", 12), ("Tên thủ tục hành chính", 30), ("Thời hạn giải quyết", 14)),
    *(("Địa điểm thực hiện", 16), ("Phí, lệ phí", 14), ("Căn cứ pháp lý", 22)),
)
_ENDED = (("STT", 6), ("Mã TTHC", 12), ("Tên thủ tục hành chính", 44), ("Văn bản bãi bỏ, thay thế", 34))
_TITLES = {
    ContentKind.NEW: "Thủ tục hành chính mới ban hành",
    ContentKind.AMENDED: "Thủ tục hành chính được sửa đổi, bổ sung",
    ContentKind.REPLACED: "Thủ tục hành chính bị thay thế",
    ContentKind.ABOLISHED: "Thủ tục hành chính bị bãi bỏ",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A procedure as one line of the catalogue."""

    code: str
    name: str
    field: str
    levels: str
    limit: str
    place: str
    fee: str
    basis: str
    decision: str


def line(version: ProcedureVersion) -> Line:
    """Of a version with procedure and scopes at hand."""
    procedure = version.procedure
    decided = f", {version.decision_date:%d/%m/%Y}" if version.decision_date else ""
    return Line(
        code=procedure.code,
        name=procedure.name,
        field=procedure.field,
        levels=", ".join(sorted(str(scope.get_level_display()) for scope in version.scopes.all())),
        limit=limit_words(version),
        place=version.agency or (procedure.department.name if procedure.department else ""),
        fee=_fee(version),
        basis="; ".join(version.legal_basis),
        decision=f"{version.decision}{decided}" if version.decision else "",
    )


def limit_words(version: ProcedureVersion) -> str:
    """05 ngày làm việc; empty where there is none."""
    if version.limit_amount is None:
        return ""
    if version.limit_unit == LimitKind.SAME_DAY:
        return _("Trong ngày")
    amount = f"{version.limit_amount.normalize():f}".replace(".", ",")
    return f"{amount.zfill(2)} {version.get_limit_unit_display()}"


def _fee(version: ProcedureVersion) -> str:
    if "fee" in version.unsure:
        return version.fee_note or _("chưa xác minh")
    if not version.fee:
        return version.fee_note or _("Không")
    return _("%(amount)s đồng") % {"amount": thousands(version.fee)}


def decision_document(row: Publication) -> Document:
    """The decision with its catalogue as annex; a gap for number and day until it is signed."""
    issuer = read_issuer(PACKS / Installation.objects.get().pack / "letterhead.toml")
    reference = f"(Kèm theo Quyết định số {row.number or '       '}"
    reference += f" {long_date(row.signed)}" if row.signed else " ngày     tháng     năm"
    reference += f" của {issuer.full_name})"
    return Document(
        letterhead=Letterhead(
            agency=issuer.agency,
            superior=issuer.superior,
            place=issuer.place,
            number=row.number,
            day=row.signed,
        ),
        title=Title("QUYẾT ĐỊNH", row.subject, str(SAMPLE) if row.sample else ""),
        body=_articles(row),
        closing=(),
        signature=issuer.signature,
        annexes=(Annex("DANH MỤC", "THỦ TỤC HÀNH CHÍNH", reference, _tables(row), landscape=True),),
    )


def _articles(row: Publication) -> tuple[Block, ...]:
    ministry = [f"Căn cứ {row.ministry_decision};"] if row.ministry_decision else []
    said = [
        (
            "Căn cứ Nghị định số 63/2010/NĐ-CP ngày 08 tháng 6 năm 2010 của Chính phủ về kiểm soát thủ tục "
            "hành chính, được sửa đổi, bổ sung bởi Nghị định số 48/2013/NĐ-CP và Nghị định số 92/2017/NĐ-CP;"
        ),
        f"Căn cứ {row.legal_text};",
        *ministry,
        f"Theo đề nghị của {row.drafter.name}.",
    ]
    articles = [
        (
            "Điều 1. Công bố kèm theo Quyết định này danh mục thủ tục hành chính "
            "thuộc thẩm quyền giải quyết của các cấp chính quyền trên địa bàn."
        ),
        f"Điều 2. Quyết định này có hiệu lực thi hành kể từ {long_date(row.effective)}.",
        (
            f"Điều 3. {row.drafter.name}, các sở, ban, ngành, Ủy ban nhân dân các cấp và tổ chức, cá nhân "
            "có liên quan chịu trách nhiệm thi hành Quyết định này./."
        ),
    ]
    return (
        *(Paragraph(text, italic=True) for text in said),
        Heading(1, "QUYẾT ĐỊNH:", centred=True),
        *(Paragraph(text) for text in articles),
    )


def _tables(row: Publication) -> tuple[Block, ...]:
    blocks: list[Block] = []
    items = list(row.items.all())
    for kind, title in _TITLES.items():
        own = [item for item in items if item.kind == kind]
        if not own:
            continue
        blocks.append(Heading(2, f"{title} ({len(own):02})"))
        if kind in (ContentKind.NEW, ContentKind.AMENDED):
            blocks.append(catalogue_table(title, [line(item.version) for item in own]))
        else:
            texts = [(item.procedure.code, item.procedure.name, item.changes) for item in own]
            blocks.append(_table(title, _ENDED, texts))
    return tuple(blocks)


def catalogue_table(title: str, lines: Iterable[Line]) -> Table:
    """Procedures with what art. 13.2.a asks for."""
    texts = [(one.code, one.name, one.limit, one.place, one.fee, one.basis) for one in lines]
    return _table(title, _MADE, texts)


def _table(title: str, columns: Sequence[tuple[str, int]], texts: Sequence[Sequence[str]]) -> Table:
    return Table(
        title,
        tuple(Column(name, share, "center" if name == "STT" else "left") for name, share in columns),
        tuple(TableRow((str(number), *row)) for number, row in enumerate(texts, 1)),
    )


class Asked(NamedTuple):
    """The catalogue of a field on a day."""

    field: str
    day: date
    sample: bool


def catalogue_document(asked: Asked, lines: Sequence[Line]) -> Document:
    """The catalogue in force on a day generated from the decisions; signed by nobody, so without a number."""
    issuer = read_issuer(PACKS / Installation.objects.get().pack / "letterhead.toml")
    subject = _("Thủ tục hành chính lĩnh vực %(field)s") % {"field": asked.field}
    title = _("Danh mục thủ tục hành chính lĩnh vực %(field)s") % {"field": asked.field}
    note = _("Có hiệu lực ngày %(day)s, lập từ các quyết định công bố") % {"day": f"{asked.day:%d/%m/%Y}"}
    return Document(
        letterhead=Letterhead(
            agency=issuer.agency, superior=issuer.superior, place=issuer.place, day=asked.day
        ),
        title=Title("DANH MỤC", subject, f"{SAMPLE}. {note}" if asked.sample else note),
        body=(catalogue_table(title, lines),),
        closing=(),
        signature=issuer.signature,
    )
