"""Which certificate signs for whom, and its key.

A key is a PKCS#12 file below SIGNING_KEYS or lies on a PKCS#11 token at this server (PKCS11_MODULE). Its
passphrase or PIN is typed at each signing, goes to the key and is kept nowhere.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11SigningContext
from pyhanko.sign.signers import Signer, SimpleSigner

from dunghen.core.known import transaction_time
from dunghen.documents.models import File, SigningCertificate
from dunghen.org.models import Person, Unit


class CannotSign(ValueError):
    """Why nothing was signed, and what to do."""


def fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(SHA256()).hex()


def key_file(digest: str) -> Path:
    return Path(settings.SIGNING_KEYS) / f"{digest}.p12"


def register(
    packed: bytes, passphrase: str, *, owner: Person | Unit, image: File | None = None
) -> SigningCertificate:
    """Take a PKCS#12 file for a person or an agency; one taken before stays. Raises CannotSign where it does
    not open, holds no key or is somebody else's."""
    try:
        _key, certificate, _others = pkcs12.load_key_and_certificates(packed, passphrase.encode())
    except ValueError as error:
        raise CannotSign(_("Không mở được tệp PKCS#12: sai mật khẩu hoặc tệp hỏng.")) from error
    if certificate is None or _key is None:
        raise CannotSign(_("Tệp PKCS#12 không có khóa bí mật kèm chứng thư."))
    file = key_file(fingerprint(certificate))
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = file.with_suffix(".partial")
    partial.touch(mode=0o600)
    partial.write_bytes(packed)
    partial.replace(file)
    return record(certificate, owner=owner, image=image)


@transaction.atomic
def record(
    certificate: x509.Certificate, *, owner: Person | Unit, token: str = "", image: File | None = None
) -> SigningCertificate:
    """Note whose certificate this is; with `token`, its key lies on the token of that label. Raises
    CannotSign where it is noted for somebody else."""
    owned = {"person": owner} if isinstance(owner, Person) else {"unit": owner}
    found, _new = SigningCertificate.objects.get_or_create(
        fingerprint=fingerprint(certificate),
        defaults={
            **owned,
            "subject": certificate.subject.rfc4514_string()[:300],
            "valid_from": certificate.not_valid_before_utc,
            "valid_to": certificate.not_valid_after_utc,
            "token": token,
            "image": image,
            "registered_at": transaction_time(),
        },
    )
    if owner not in (found.person, found.unit):
        raise CannotSign(_("Chứng thư này đã đăng ký cho người hoặc cơ quan khác."))
    return found


def certificate_of(owner: Person | Unit, now: datetime) -> SigningCertificate:
    """The newest certificate in use. Raises CannotSign."""
    owned = {"person": owner} if isinstance(owner, Person) else {"unit": owner}
    in_use = SigningCertificate.objects.filter(**owned, ended_at__isnull=True, valid_to__gt=now)
    found = in_use.select_related("image").order_by("-valid_from", "-pk").first()
    if found is None:
        raise CannotSign(
            _("“%(owner)s” chưa có chứng thư chữ ký số còn hiệu lực. Đề nghị quản trị kỹ thuật đăng ký.")
            % {"owner": owner}
        )
    return found


@contextmanager
def unlocked(certificate: SigningCertificate, passphrase: str) -> Iterator[Signer]:
    """The key, ready to sign, until the block ends. Raises CannotSign for a wrong passphrase or PIN, or a
    token that is not there."""
    if certificate.token:
        with _on_token(certificate, passphrase) as signer:
            yield signer
        return
    try:
        packed = key_file(certificate.fingerprint).read_bytes()
    except OSError as error:
        raise CannotSign(_("Không đọc được tệp khóa của chứng thư.")) from error
    yield _opened(packed, passphrase)


def _opened(packed: bytes, passphrase: str) -> Signer:
    wrong = _("Mật khẩu khóa ký số không đúng. Chưa ký gì; nhập lại mật khẩu.")
    try:
        loaded: SimpleSigner | None = SimpleSigner.load_pkcs12_data(packed, [], passphrase.encode())
    except ValueError as error:
        raise CannotSign(wrong) from error
    if loaded is None:
        raise CannotSign(wrong)
    return loaded


@contextmanager
def _on_token(certificate: SigningCertificate, pin: str) -> Iterator[Signer]:
    """The first certificate of the token and the key of the same label."""
    config = PKCS11SignatureConfig(
        module_path=settings.PKCS11_MODULE,
        token_criteria=TokenCriteria(label=certificate.token),
        cert_label=certificate.token,
    )
    try:
        with PKCS11SigningContext(config, user_pin=pin) as signer:
            yield signer
    except (SigningError, PKCS11Error) as error:
        raise CannotSign(_("Thiết bị lưu khóa bí mật chưa cắm, sai mã PIN hoặc không có khóa.")) from error
