"""Whom this installation trusts: the certificates of authorities and their lists of revoked certificates.

They are files in one folder (TRUST_FOLDER), put there by who runs the server. Nothing is fetched while
verifying: an uploaded file would choose the address.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings

CERTIFICATES = {".crt", ".cer", ".pem"}
LISTS = {".crl"}


@dataclass(frozen=True, slots=True)
class Trust:
    """`roots` are trusted; `between` only help to reach one of them."""

    roots: tuple[x509.Certificate, ...]
    between: tuple[x509.Certificate, ...] = ()
    lists: tuple[x509.CertificateRevocationList, ...] = ()

    def lists_of(self, issuer: x509.Certificate) -> list[x509.CertificateRevocationList]:
        """The lists this authority signed."""
        key = issuer.public_key()
        if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey):
            return []
        own = (each for each in self.lists if each.issuer == issuer.subject)
        return [each for each in own if each.is_signature_valid(key)]

    def revoked_at(self, certificate: x509.Certificate, issuer: x509.Certificate) -> datetime | None:
        """Since when a certificate is revoked, by the issuer's lists."""
        found = (
            each.get_revoked_certificate_by_serial_number(certificate.serial_number)
            for each in self.lists_of(issuer)
        )
        return min((one.revocation_date_utc for one in found if one is not None), default=None)

    def checked_until(self, issuer: x509.Certificate) -> datetime | None:
        """Until when the newest list of an issuer is good; None without one."""
        ends = [each.next_update_utc or each.last_update_utc for each in self.lists_of(issuer)]
        return max(ends, default=None)


def trusted() -> Trust:
    """What stands in the folder now. Raises ValueError for a file that is neither."""
    folder = Path(settings.TRUST_FOLDER)
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in CERTIFICATES | LISTS)
    return _read(tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int], ...]) -> Trust:
    certificates, lists = [], []
    for path, _changed in files:
        data = path.read_bytes()
        pem = data.lstrip().startswith(b"-----")
        if path.suffix.lower() in LISTS:
            lists.append(x509.load_pem_x509_crl(data) if pem else x509.load_der_x509_crl(data))
        elif pem:
            certificates += x509.load_pem_x509_certificates(data)
        else:
            certificates.append(x509.load_der_x509_certificate(data))
    roots = tuple(one for one in certificates if one.issuer == one.subject)
    between = tuple(one for one in certificates if one.issuer != one.subject)
    return Trust(roots, between, tuple(lists))
