"""An invented certificate authority, for the sample and for tests; its name says so.

Never trusted by an installation that did not make it: trust lies in a folder (trust.py), not in the code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LASTS = timedelta(days=5 * 365)
NEXT_LIST = timedelta(days=30)
SAMPLE = "MẪU"


Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey


@dataclass(frozen=True, slots=True)
class Issued:
    """A key with its certificate and the certificate of who issued it."""

    key: Key
    certificate: x509.Certificate
    issuer: x509.Certificate

    def packed(self, passphrase: str) -> bytes:
        """As a PKCS#12 file."""
        locked = BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(
            b"key", self.key, self.certificate, [self.issuer], locked
        )


@dataclass(frozen=True, slots=True)
class Authority:
    """Issues certificates and the list of those that were revoked."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    revoked: dict[int, datetime] = field(default_factory=dict)

    @classmethod
    def create(cls, name: str, *, since: datetime) -> Self:
        """A root that lasts twice as long as what it issues."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name(name, {})
        built = _builder(subject, subject, key.public_key(), since, since + 2 * LASTS)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        built = built.add_extension(_usage("key_cert_sign", "crl_sign", "digital_signature"), critical=True)
        return cls(key, built.sign(key, hashes.SHA256()))

    def issue(
        self,
        name: str,
        *,
        since: datetime,
        until: datetime | None = None,
        timestamps: bool = False,
        rsa_key: bool = False,
        **more: str,
    ) -> Issued:
        """A certificate to sign documents with or, with `timestamps`, to say the time. `more`: parts of the
        subject by the names of NameOID."""
        key: Key = ec.generate_private_key(ec.SECP256R1())
        if timestamps or rsa_key:
            key = rsa.generate_private_key(65537, 2048)
        subject = _name(name, more)
        built = _builder(subject, self.certificate.subject, key.public_key(), since, until or since + LASTS)
        built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        built = built.add_extension(_usage("digital_signature", "content_commitment"), critical=True)
        built = built.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False
        )
        if timestamps:
            built = built.add_extension(
                x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
            )
        return Issued(key, built.sign(self.key, hashes.SHA256()), self.certificate)

    def revoke(self, certificate: x509.Certificate, at: datetime) -> None:
        self.revoked[certificate.serial_number] = at

    def revocations(self, now: datetime) -> bytes:
        """The list of revoked certificates, in DER."""
        built = x509.CertificateRevocationListBuilder().issuer_name(self.certificate.subject)
        built = built.last_update(now).next_update(now + NEXT_LIST)
        for serial, at in self.revoked.items():
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
            built = built.add_revoked_certificate(one)
        return built.sign(self.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: PublicKey, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    built = built.serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)
    return built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _name(common: str, more: Mapping[str, str]) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")]
    parts += [x509.NameAttribute(getattr(NameOID, kind), said) for kind, said in more.items()]
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*allowed: str) -> x509.KeyUsage:
    kinds: Iterable[str] = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{kind: kind in allowed for kind in kinds})
