"""What the signatures of a PDF are worth: who signed, when, and whether it counts. No database.

Told apart: valid, tampered after signing, expired when signed, revoked, not trusted, wrong signer; and a file
without signatures. The order is that of the questions: whether the text is the one signed, whether whoever
vouches for the signer is known, whether the certificate held when it was used, whether it was taken back,
whether the signer is who the record says.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from io import BytesIO
from itertools import pairwise

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from dunghen.core.worktime import VIETNAM
from dunghen.documents.signing.certificates import fingerprint
from dunghen.documents.signing.trust import Trust

MOMENT = timedelta(seconds=1)
MOST_SIGNATURES = 50


class Verdict(StrEnum):
    """From good to bad."""

    VALID = "valid"
    WRONG_SIGNER = "wrong_signer"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNTRUSTED = "untrusted"
    TAMPERED = "tampered"
    UNSIGNED = "unsigned"


class Unreadable(ValueError):
    """A file that is no PDF, or so broken that nothing can be said of its signatures."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A signature and what it is worth. `at`: when it was made, by a trusted timestamp if `proved`, else as
    the signer's computer said. `checked_until`: until when the list of revoked certificates that was asked is
    good, None where there was none."""

    verdict: Verdict
    signer: str
    organisation: str
    fingerprint: str
    at: datetime | None
    proved: bool
    checked_until: datetime | None


@dataclass(frozen=True, slots=True)
class Verification:
    """All signatures of a file in the order they were made, and the certificates that should have signed and
    did not."""

    signatures: tuple[Checked, ...]
    missing: frozenset[str] = frozenset()

    @property
    def verdict(self) -> Verdict:
        """The file is worth what its worst signature is."""
        if not self.signatures:
            return Verdict.UNSIGNED
        worst = max((one.verdict for one in self.signatures), key=list(Verdict).index)
        return Verdict.WRONG_SIGNER if worst == Verdict.VALID and self.missing else worst


def verify(
    pdf: bytes,
    trust: Trust,
    *,
    now: datetime,
    held_since: datetime | None = None,
    expected: Collection[str] | None = None,
) -> Verification:
    """Check every signature. `held_since`: since when this file is known to us as it is, which proves that
    it was signed by then. `expected`: the fingerprints of who should have signed, if a record says so; each
    must have, and nobody else. Raises Unreadable.
    """
    try:
        # hostile bytes: whatever the reader stumbles over, the file is not readable
        found = list(PdfFileReader(BytesIO(pdf)).embedded_regular_signatures)
    except Exception as error:
        raise Unreadable from error
    if len(found) > MOST_SIGNATURES:
        raise Unreadable
    checked = tuple(_checked(one, trust, now, held_since, expected, last=one is found[-1]) for one in found)
    return Verification(checked, frozenset(expected or ()) - {one.fingerprint for one in checked})


def _checked(
    one: EmbeddedPdfSignature,
    trust: Trust,
    now: datetime,
    held_since: datetime | None,
    expected: Collection[str] | None,
    *,
    last: bool,
) -> Checked:
    try:
        certificate = x509.load_der_x509_certificate(one.signer_cert.dump())
        status = _status(one, trust, now)
    except Exception:
        return Checked(Verdict.TAMPERED, "", "", "", None, proved=False, checked_until=None)
    stamp = status.timestamp_validity
    proved = stamp.timestamp if stamp is not None and stamp.valid and stamp.intact and stamp.trusted else None
    claimed = min(_aware(one.self_reported_timestamp) or now, now)
    at = proved or (min(claimed, held_since) if held_since else claimed)
    evidence = min((moment for moment in (proved, held_since) if moment), default=None)
    path = list(_path(one, certificate, trust, at))
    verdict = (
        Verdict.TAMPERED if _tampered(status, last=last) else _worth(certificate, path, trust, at, evidence)
    )
    if verdict == Verdict.VALID and expected is not None and fingerprint(certificate) not in expected:
        verdict = Verdict.WRONG_SIGNER
    return Checked(
        verdict,
        signer=_said(certificate, NameOID.COMMON_NAME),
        organisation=_said(certificate, NameOID.ORGANIZATION_NAME),
        fingerprint=fingerprint(certificate),
        at=at,
        proved=proved is not None,
        checked_until=trust.checked_until(path[1]) if len(path) > 1 else None,
    )


def _aware(said: datetime | None) -> datetime | None:
    """A time without a zone is read as that of this country."""
    return said.replace(tzinfo=VIETNAM) if said is not None and said.tzinfo is None else said


def _tampered(status: PdfSignatureStatus, *, last: bool) -> bool:
    """Whether the file says anything that was not signed. What may come after a signature is another
    signature; after the last one only what keeps signatures provable."""
    if not (status.intact and status.valid and status.docmdp_ok):
        return True
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return False
    level = status.modification_level
    if last:
        return level != ModificationLevel.LTA_UPDATES
    return level is None or level > ModificationLevel.FORM_FILLING


def _worth(
    certificate: x509.Certificate,
    path: list[x509.Certificate],
    trust: Trust,
    at: datetime,
    evidence: datetime | None,
) -> Verdict:
    """Of an intact signature. A revocation counts unless it came after `evidence` of the signature: what the
    signer's own computer said of the time proves nothing."""
    if not path:
        return Verdict.UNTRUSTED
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        return Verdict.EXPIRED
    for one, issuer in pairwise(path):
        revoked = trust.revoked_at(one, issuer)
        if revoked is not None and (evidence is None or revoked <= evidence):
            return Verdict.REVOKED
    return Verdict.VALID


def _status(one: EmbeddedPdfSignature, trust: Trust, now: datetime) -> PdfSignatureStatus:
    return validate_pdf_signature(one, _context(trust, now), _context(trust, now))


def _path(
    one: EmbeddedPdfSignature, certificate: x509.Certificate, trust: Trust, at: datetime
) -> Iterator[x509.Certificate]:
    """From the signer to a trusted root, as it stood when the certificate held; nothing if there is none."""
    latest = certificate.not_valid_after_utc - MOMENT
    held = max(min(at, latest), certificate.not_valid_before_utc)
    status = validate_pdf_signature(one, _context(trust, held), skip_diff=True)
    if status.trusted and status.validation_path is not None:
        for each in reversed(list(status.validation_path.iter_certs(include_root=True))):
            yield x509.load_der_x509_certificate(each.dump())


def _context(trust: Trust, moment: datetime) -> ValidationContext:
    """Only for the path: revocations are asked by our own lists (trust.py)."""
    return ValidationContext(
        trust_roots=[_asn1(each) for each in trust.roots],
        other_certs=[_asn1(each) for each in trust.between],
        allow_fetching=False,
        moment=moment.astimezone(UTC),
    )


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def _said(certificate: x509.Certificate, part: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(part)
    return str(found[0].value) if found else ""
