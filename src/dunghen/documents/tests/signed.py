"""An authority, people and an agency with keys, and papers they signed, for tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import TimeStamper

from dunghen.documents.pdf import to_pdf
from dunghen.documents.signing.appearance import Look, place_for
from dunghen.documents.signing.authority import Authority, Issued
from dunghen.documents.signing.pades import put_signature
from dunghen.documents.signing.trust import Trust
from dunghen.documents.tests.papers import paper

NOW = datetime.now(UTC).replace(microsecond=0)
LONG_AGO = NOW - timedelta(days=400)
SECRET = "mật khẩu mẫu"
PERSON, AGENCY = "Mẫu Văn Bốn", "ỦY BAN NHÂN DÂN PHƯỜNG MẪU"


@dataclass(frozen=True)
class Keys:
    """An authority with a person's and an agency's key."""

    authority: Authority
    person: Issued
    agency: Issued

    def trust(self, now: datetime = NOW) -> Trust:
        lists = (x509.load_der_x509_crl(self.authority.revocations(now)),)
        return Trust((self.authority.certificate,), (), lists)

    def put_trust(self, folder: Path) -> None:
        """Into the folder an installation trusts."""
        folder.mkdir(exist_ok=True)
        (folder / "ca.crt").write_bytes(self.authority.certificate.public_bytes(Encoding.PEM))
        (folder / "ca.crl").write_bytes(self.authority.revocations(datetime.now(UTC)))


def keys(name: str = "CA MẪU", **person: Any) -> Keys:
    authority = Authority.create(name, since=LONG_AGO)
    agency = authority.issue(AGENCY, since=LONG_AGO, ORGANIZATION_NAME=AGENCY)
    return Keys(authority, authority.issue(PERSON, **{"since": LONG_AGO, **person}), agency)


@cache
def plain() -> bytes:
    return to_pdf(paper(name=PERSON))


def sign(
    pdf: bytes,
    issued: Issued,
    look: Look = "person",
    *,
    timestamps: TimeStamper | None = None,
    image: bytes = b"",
) -> bytes:
    signer = SimpleSigner.load_pkcs12_data(issued.packed(SECRET), [], SECRET.encode())
    assert signer is not None
    name, place = (PERSON if look == "person" else AGENCY), place_for(pdf, PERSON, look)
    return put_signature(
        pdf, signer, look=look, name=name, place=place, at=NOW, timestamps=timestamps, image=image
    )


def signed_twice(by: Keys) -> bytes:
    return sign(sign(plain(), by.person), by.agency, "agency")
