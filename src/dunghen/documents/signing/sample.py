"""Invented keys for a trial: an authority of this installation alone, trusted here, that vouches for the
sample people and their agencies. Every name says it is a sample (MẪU)."""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from dunghen.documents.models import SigningCertificate
from dunghen.documents.signing.authority import SAMPLE, Authority
from dunghen.documents.signing.certificates import key_file, register
from dunghen.org.models import Person, Unit

NAME = f"Chứng thực {SAMPLE}, không có giá trị pháp lý"
FILE = "ca-mau"
SINCE = timedelta(days=2)  # before now: clocks differ


def make_sample_keys(
    owners: Iterable[Person | Unit], passphrase: Callable[[Person | Unit], str], *, now: datetime
) -> None:
    """A key for each owner who has none here, and a fresh list of revoked certificates."""
    with _one_at_a_time():
        authority = _authority(now)
        fresh = Path(settings.TRUST_FOLDER) / f"{FILE}.new"
        fresh.write_bytes(authority.revocations(now))
        fresh.replace(fresh.with_suffix(".crl"))
    for owner in owners:
        if not _has_key(owner, now):
            issued = authority.issue(str(_name(owner)), since=now - SINCE, ORGANIZATIONAL_UNIT_NAME=SAMPLE)
            secret = passphrase(owner)
            register(issued.packed(secret), secret, owner=owner)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two commands at once make one authority."""
    keys = Path(settings.SIGNING_KEYS)
    keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (keys / f"{FILE}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _name(owner: Person | Unit) -> str:
    return owner.full_name if isinstance(owner, Person) else owner.name


def _has_key(owner: Person | Unit, now: datetime) -> bool:
    owned = {"person": owner} if isinstance(owner, Person) else {"unit": owner}
    theirs = SigningCertificate.objects.filter(**owned, ended_at__isnull=True, valid_to__gt=now)
    return any(key_file(each.fingerprint).exists() for each in theirs)


def _authority(now: datetime) -> Authority:
    """The one made before, or a new one."""
    key_at = Path(settings.SIGNING_KEYS) / f"{FILE}.pem"
    trusted_at = Path(settings.TRUST_FOLDER) / f"{FILE}.crt"
    if key_at.exists() and trusted_at.exists():
        key = load_pem_private_key(key_at.read_bytes(), None)
        if isinstance(key, EllipticCurvePrivateKey):
            return Authority(key, x509.load_pem_x509_certificate(trusted_at.read_bytes()))
    made = Authority.create(NAME, since=now - SINCE)
    trusted_at.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key_at.touch(mode=0o600)
    key_at.write_bytes(made.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    trusted_at.write_bytes(made.certificate.public_bytes(Encoding.PEM))
    return made
