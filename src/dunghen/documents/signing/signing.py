"""A person signs a paper, then the agency does.

NĐ 30/2020/NĐ-CP art. 5.1: signed by who is competent and by the agency it is worth the paper original; art.
32.2.d: the agency signs only what that person signed. What comes out is verified before anything is kept: a
certificate that expired or was revoked makes no paper.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError

from dunghen.documents.content import MediaType
from dunghen.documents.files import keep, read
from dunghen.documents.models import File, SigningCertificate
from dunghen.documents.signing.appearance import Look, place_for
from dunghen.documents.signing.certificates import CannotSign, certificate_of, unlocked
from dunghen.documents.signing.code import ResultCode, with_code
from dunghen.documents.signing.pades import put_signature, timestamp_authority
from dunghen.documents.signing.trust import trusted
from dunghen.documents.signing.verifying import Verdict, Verification, verify
from dunghen.documents.signing.words import sentence
from dunghen.org.models import Person, Unit

_UNWRITABLE = gettext_lazy("Không ký được tệp PDF này. Xuất lại tệp rồi ký.")


def sign_as_person(
    file: File, person: Person, passphrase: str, *, name: str = "", code: ResultCode | None = None
) -> File:
    """The file with the person's signature above their name; `name`: as the paper writes it; `code`: of the
    result that the paper is, written on it first. Raises CannotSign."""
    _fit_to_sign(file)
    if verify(read(file), trusted(), now=timezone.now()).signatures:
        raise CannotSign(_("Văn bản đã có chữ ký số, không ký thêm."))
    certificate = certificate_of(person, timezone.now())
    pdf = _with_code(read(file), code) if code else read(file)
    who = name or person.full_name
    return _sign(file, pdf, certificate, "person", passphrase, who, by=person, beside="")


def _with_code(pdf: bytes, code: ResultCode) -> bytes:
    try:
        return with_code(pdf, code)
    except PdfError as error:
        raise CannotSign(str(_UNWRITABLE)) from error


def sign_as_unit(file: File, unit: Unit, passphrase: str, *, signer: Person, by: Person) -> File:
    """The file that `signer` signed, with the agency's signature; the clerk `by` holds its key (art. 32.2.c).
    Raises CannotSign."""
    _fit_to_sign(file)
    now = timezone.now()
    theirs = SigningCertificate.objects.filter(person=signer).values_list("fingerprint", flat=True)
    seen = verify(read(file), trusted(), now=now)
    signers = {one.fingerprint for one in seen.signatures}
    if seen.verdict != Verdict.VALID or len(seen.signatures) != 1 or not signers <= set(theirs):
        raise CannotSign(_("Cơ quan chỉ ký số vào văn bản đã có chữ ký số hợp lệ của người có thẩm quyền."))
    certificate = certificate_of(unit, now)
    pdf, beside = read(file), signer.full_name
    return _sign(file, pdf, certificate, "agency", passphrase, unit.name, by=by, beside=beside)


def _fit_to_sign(file: File) -> None:
    if file.media_type != MediaType.PDF:
        raise CannotSign(_("Chỉ ký số được tệp PDF."))


def _sign(
    file: File,
    pdf: bytes,
    certificate: SigningCertificate,
    look: Look,
    passphrase: str,
    name: str,
    *,
    by: Person,
    beside: str,
) -> File:
    """`pdf`: what is signed of the file; `beside`: by whose name the box stands, if not `name`."""
    at = timezone.now()
    image = read(certificate.image) if certificate.image else b""
    place = place_for(pdf, beside or name, look)
    try:
        with unlocked(certificate, passphrase) as signer:
            made = put_signature(
                pdf,
                signer,
                look=look,
                name=name,
                place=place,
                at=at,
                image=image,
                timestamps=timestamp_authority(),
            )
    except (PdfError, SigningError) as error:
        raise CannotSign(str(_UNWRITABLE)) from error
    except OSError as error:
        raise CannotSign(_("Máy chủ cấp dấu thời gian không trả lời. Chưa ký gì; thử lại sau.")) from error
    _check(verify(made, trusted(), now=timezone.now()), certificate)
    with transaction.atomic():
        return keep(file.name, made, by=by)


def _check(seen: Verification, certificate: SigningCertificate) -> None:
    last = seen.signatures[-1]
    if seen.verdict != Verdict.VALID or last.fingerprint != certificate.fingerprint:
        raise CannotSign(_("Chữ ký không dùng được: %(why)s") % {"why": sentence(seen.verdict)})


def signed_at(seen: Verification) -> datetime | None:
    """When the last signature was made."""
    return seen.signatures[-1].at if seen.signatures else None
