"""Forms 02 to 05: what the agency writes to the applicant, through the one-stop.

NĐ 61/2018/NĐ-CP art. 17.1.b and 19.8 (refusal), 19.4 (supplement), 19.9 (apology); TT 03/2025/TT-VPCP form 05
(stop). Forms by the law of the day of the paper.
"""

from collections.abc import Callable

from dunghen.documents.form import Block, Fact, Form, Items, Lead, Signer
from dunghen.documents.model import Letterhead, Paragraph
from dunghen.dossiers.papers.facts import Facts, Issuer, Notice, moment
from dunghen.dossiers.papers.law import Kind, paper_of

STAMPED = "(ký, ghi rõ họ tên, đóng dấu)"
RECIPIENTS = ("Như trên", "Bộ phận Một cửa", "Lưu: VT, hồ sơ")
NO_MORE = (
    "Bổ sung một lần, đầy đủ các nội dung trên. Thời hạn giải quyết được tính lại từ đầu sau khi nhận đủ "
    "hồ sơ."
)


def supplement(facts: Facts, notice: Notice) -> Form:
    """Form 02: all items at once, with reason and law."""
    blocks: tuple[Block, ...] = (
        *_about(facts),
        Lead("Yêu cầu hoàn thiện hồ sơ gồm những nội dung sau:"),
        Items(notice.items),
        *_why("Lý do", notice),
        Paragraph(NO_MORE),
        Paragraph(
            f"Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, ông (bà) liên hệ với "
            f"{facts.desk.name} để được hướng dẫn./."
        ),
    )
    return _sent(Kind.SUPPLEMENT, facts, notice, blocks)


def refusal(facts: Facts, notice: Notice) -> Form:
    """Form 03: at intake by who receives, after appraisal by the agency."""
    if not notice.at_intake:
        blocks = _refused(
            facts, f"Qua thẩm định hồ sơ, {facts.agency.name} thông báo không giải quyết", notice
        )
        return _sent(Kind.REFUSAL, facts, notice, blocks)
    blocks = _refused(facts, f"Qua xem xét, {facts.desk.name} thông báo không tiếp nhận", notice)
    signers = (Signer(("NGƯỜI NỘP HỒ SƠ",)), Signer(("NGƯỜI TIẾP NHẬN HỒ SƠ",), facts.receiver))
    return _sent(Kind.REFUSAL, facts, notice, blocks, by=facts.desk, signers=signers)


def _refused(facts: Facts, told: str, notice: Notice) -> tuple[Block, ...]:
    return (
        *_about(facts),
        Paragraph(f"{told} hồ sơ này với lý do cụ thể như sau:"),
        *((Items(notice.items),) if notice.items else ()),
        *_why("Lý do", notice),
        Paragraph("Xin thông báo để ông (bà) được biết và thực hiện./."),
    )


def apology(facts: Facts, notice: Notice) -> Form:
    """Form 04: one new appointment; the due date of the law does not move."""
    blocks: tuple[Block, ...] = (
        Paragraph(f"Kính gửi: {facts.applicant.name or '……………………………………'}", centred=True),
        Paragraph(
            f"{_begun(facts.agency.name)} tiếp nhận giải quyết hồ sơ của ông (bà), tổ chức vào lúc "
            f"{moment(facts.received_at)}; mã hồ sơ {facts.code}; nội dung: {facts.procedure}."
        ),
        Fact("Thời gian hẹn trả kết quả", moment(notice.was_due)),
        Paragraph(
            f"{_begun(facts.agency.name)} không trả được kết quả đúng thời gian ghi trong Giấy tiếp nhận "
            "hồ sơ và hẹn trả kết quả."
        ),
        *_why("Lý do", notice),
        Paragraph(
            f"{_begun(facts.agency.name)} xin lỗi ông (bà), tổ chức vì sự chậm trễ này và sẽ trả kết quả "
            f"vào lúc {moment(notice.now_due)}."
        ),
        Paragraph("Mong nhận được sự thông cảm của ông (bà), tổ chức./."),
    )
    return _sent(Kind.APOLOGY, facts, notice, blocks, coded=False)


def stop(facts: Facts, notice: Notice) -> Form:
    """Form 05 of TT 03/2025; earlier law has none (NoForm)."""
    blocks: tuple[Block, ...] = (
        *_about(facts),
        Fact("Thời gian nhận hồ sơ", moment(facts.received_at)),
        Paragraph(f"{_begun(facts.agency.name)} thông báo dừng giải quyết hồ sơ này từ {moment(notice.at)}."),
        *_why("Lý do", notice),
        Paragraph(
            f"Ông (bà), tổ chức nhận lại giấy tờ bản chính đã nộp và giải quyết phí, lệ phí (nếu có) tại "
            f"{facts.desk.name}./."
        ),
    )
    return _sent(Kind.STOP, facts, notice, blocks)


NOTICES: dict[Kind, Callable[[Facts, Notice], Form]] = {
    Kind.SUPPLEMENT: supplement,
    Kind.REFUSAL: refusal,
    Kind.APOLOGY: apology,
    Kind.STOP: stop,
}


def _about(facts: Facts) -> tuple[Fact, ...]:
    applicant = facts.applicant
    return (
        Fact("Hồ sơ của", applicant.name),
        Fact("Địa chỉ", applicant.address),
        Fact("Số điện thoại", applicant.phone),
        Fact("Nội dung yêu cầu giải quyết", facts.procedure),
    )


def _why(label: str, notice: Notice) -> tuple[Fact, ...]:
    reason = (Fact(label, notice.reason),) if notice.reason or not notice.items else ()
    return (*reason, *((Fact("Căn cứ", notice.law),) if notice.law else ()))


def _begun(name: str) -> str:
    return name[:1].upper() + name[1:]


def _sent(
    kind: Kind,
    facts: Facts,
    notice: Notice,
    blocks: tuple[Block, ...],
    *,
    by: Issuer | None = None,
    signers: tuple[Signer, ...] = (),
    coded: bool = True,
) -> Form:
    paper, issuer = paper_of(kind, notice.day), by or facts.agency
    return Form(
        letterhead=Letterhead(
            agency=issuer.agency,
            superior=issuer.superior,
            place=issuer.place,
            number=notice.number or paper.numbered("        "),
            day=notice.day,
        ),
        title=paper.title,
        under_title=(f"Mã hồ sơ: {facts.code}",) if coded else (),
        reference=paper.reference,
        blocks=blocks,
        signers=signers or (Signer(notice.signs.position, notice.signs.name, STAMPED),),
        recipients=() if signers else RECIPIENTS,
        sheet=paper.sheet,
        sample=facts.sample,
    )
