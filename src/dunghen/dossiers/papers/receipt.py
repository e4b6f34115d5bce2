"""Form 01: the receipt with its appointment (NĐ 61/2018/NĐ-CP art. 17.1.c; TT 01/2018/TT-VPCP art. 9)."""

from dunghen.core.text import thousands
from dunghen.documents.form import Block, Code, Fact, Form, Items, Lead, Signer
from dunghen.documents.model import Letterhead
from dunghen.dossiers.papers.facts import Component, Facts, Issuer, moment
from dunghen.dossiers.papers.law import Kind, paper_of
from dunghen.dossiers.papers.volumes import volume_of

COPIES = (
    "Giấy này lập thành 02 liên: 01 liên giao người nộp hồ sơ, 01 liên lưu tại nơi tiếp nhận. "
    "Mang theo giấy này khi đến nhận kết quả."
)
TRACKED = "Quét mã QR hoặc dùng mã hồ sơ để tra cứu tình trạng giải quyết."


def receipt(facts: Facts) -> Form:
    """Raises NoForm for a day before the first circular."""
    paper = paper_of(Kind.RECEIPT, facts.received_on)
    return Form(
        letterhead=head_of(facts.desk, paper.numbered(f"{facts.line:02}" if facts.line else ""), facts),
        title=paper.title,
        under_title=(f"Mã hồ sơ: {facts.code}",),
        reference=paper.reference,
        blocks=(*who(facts), *_taken(facts), *_times(facts)),
        signers=(Signer(("NGƯỜI NỘP HỒ SƠ",)), Signer(("NGƯỜI TIẾP NHẬN HỒ SƠ",), facts.receiver)),
        notes=(COPIES, TRACKED),
        code=Code(facts.tracking, f"Mã QR của hồ sơ {facts.code}") if facts.tracking else None,
        sheet=paper.sheet,
        sample=facts.sample,
    )


def head_of(issuer: Issuer, number: str, facts: Facts) -> Letterhead:
    """The letterhead of a paper of the day of receipt."""
    return Letterhead(
        agency=issuer.agency,
        superior=issuer.superior,
        place=issuer.place,
        number=number,
        day=facts.received_on,
    )


def who(facts: Facts) -> tuple[Fact, ...]:
    """Who asks for what, as the papers begin."""
    applicant = facts.applicant
    reached = Fact("Số điện thoại", applicant.phone)
    mail = (Fact("Email", applicant.email),) if applicant.email else ()
    return (
        Fact("Tiếp nhận hồ sơ của", applicant.name),
        Fact("Địa chỉ", applicant.address),
        reached,
        *mail,
        Fact("Nội dung yêu cầu giải quyết", facts.procedure),
    )


def _taken(facts: Facts) -> tuple[Block, ...]:
    listed = tuple(_component(one) for one in facts.components)
    return (
        *((Lead("Thành phần hồ sơ nộp gồm:"), Items(listed)) if listed else ()),
        Fact("Số lượng hồ sơ", f"{facts.sets:02} bộ"),
        *((Fact("Phí, lệ phí", f"{thousands(facts.fee)} đồng"),) if facts.fee else ()),
    )


def _component(one: Component) -> str:
    counted = [
        f"{number:02} {kind}"
        for number, kind in ((one.originals, "bản chính"), (one.copies, "bản sao"))
        if number
    ]
    return f"{one.name} ({', '.join(counted)})" if counted else one.name


def _times(facts: Facts) -> tuple[Fact, ...]:
    book: tuple[Fact, ...] = ()
    if facts.line:
        book = (
            Fact("Vào Sổ theo dõi hồ sơ", f"Quyển số {volume_of(facts.line):02}, số thứ tự {facts.line:02}"),
        )
    return (
        Fact("Thời gian giải quyết hồ sơ theo quy định", facts.limit),
        Fact("Thời gian nhận hồ sơ", moment(facts.received_at)),
        Fact("Thời gian trả kết quả giải quyết hồ sơ", moment(facts.appointment_at)),
        Fact("Đăng ký nhận kết quả", facts.return_way),
        *book,
    )
