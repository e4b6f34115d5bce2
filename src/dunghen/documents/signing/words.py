"""What is said of a signature, to an official and to a citizen alike."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from dunghen.documents.signing.verifying import Checked, Verdict, Verification

TITLES = {
    Verdict.VALID: gettext_lazy("Chữ ký số hợp lệ"),
    Verdict.WRONG_SIGNER: gettext_lazy("Không đúng người ký"),
    Verdict.EXPIRED: gettext_lazy("Chứng thư hết hiệu lực khi ký"),
    Verdict.REVOKED: gettext_lazy("Chứng thư đã bị thu hồi"),
    Verdict.UNTRUSTED: gettext_lazy("Không xác định được người ký"),
    Verdict.TAMPERED: gettext_lazy("Tệp đã bị sửa sau khi ký"),
    Verdict.UNSIGNED: gettext_lazy("Tệp không có chữ ký số"),
}
SENTENCES = {
    Verdict.VALID: gettext_lazy("Nội dung còn nguyên như lúc ký và chứng thư của người ký có hiệu lực."),
    Verdict.WRONG_SIGNER: gettext_lazy(
        "Chữ ký còn nguyên nhưng không phải của người hoặc cơ quan đã ký kết quả này."
    ),
    Verdict.EXPIRED: gettext_lazy("Chứng thư chữ ký số chưa có hoặc đã hết hiệu lực vào lúc ký."),
    Verdict.REVOKED: gettext_lazy("Chứng thư chữ ký số đã bị thu hồi; chữ ký này không được chấp nhận."),
    Verdict.UNTRUSTED: gettext_lazy(
        "Chứng thư của người ký không do tổ chức chứng thực được hệ thống tin cậy cấp."
    ),
    Verdict.TAMPERED: gettext_lazy("Nội dung không còn như lúc ký. Không sử dụng tệp này."),
    Verdict.UNSIGNED: gettext_lazy("Không kiểm tra được ai ban hành tệp này."),
}
# how bad it is, as the colours of the pages tell it
KINDS = {Verdict.VALID: "ok", Verdict.WRONG_SIGNER: "late", Verdict.UNSIGNED: "none"}


@dataclass(frozen=True, slots=True)
class Told:
    """A signature or a whole file, as it is shown."""

    kind: str
    title: str
    sentence: str
    signature: Checked | None = None


def title(verdict: Verdict) -> str:
    return str(TITLES[verdict])


def sentence(verdict: Verdict) -> str:
    return str(SENTENCES[verdict])


def told(verdict: Verdict, signature: Checked | None = None) -> Told:
    return Told(KINDS.get(verdict, "late"), title(verdict), sentence(verdict), signature)


def told_each(seen: Verification) -> list[Told]:
    """Signature by signature."""
    return [told(one.verdict, one) for one in seen.signatures]
