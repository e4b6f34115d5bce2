"""Results on paper: a code and a token for each before it is made, its issue, its revocation, its look-up.

The token is random, so that who knows one code cannot walk through the others. Nothing here names a person.
"""

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from dunghen.core.known import transaction_time
from dunghen.documents.files import read
from dunghen.documents.models import File, Result, SigningCertificate
from dunghen.documents.signing.code import ResultCode
from dunghen.documents.signing.signing import signed_at
from dunghen.documents.signing.trust import trusted
from dunghen.documents.signing.verifying import Verdict, verify
from dunghen.documents.signing.words import sentence
from dunghen.org.models import Person, Unit

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read for another
LENGTH = 10  # 31**10: guessing at the limit of tries per minute takes longer than anybody lives


class NotIssued(ValueError):
    """Why a result was not issued or revoked."""


@transaction.atomic
def prepare(reference: str, *, kind: str, unit: Unit) -> Result:
    """A result to be made for a dossier: its code and token go onto the paper before it is signed. One that
    was prepared and not issued, because its paper was sent back, is taken again.

    `reference`: the dossier's code, which the result's code begins with; `kind`: what is issued (Giấy khai
    sinh). The caller holds the dossier, so that two of one dossier are not prepared at once.
    """
    of_dossier = Result.objects.filter(reference=reference)
    if (waiting := of_dossier.filter(issued_at=None, kind=kind, unit=unit).first()) is not None:
        return waiting
    before = of_dossier.count()
    return Result.objects.create(
        code=reference if not before else f"{reference}.{before + 1}",
        token="".join(secrets.choice(LETTERS) for _each in range(LENGTH)),
        reference=reference,
        kind=kind,
        unit=unit,
    )


@transaction.atomic
def issue(result: Result, file: File, *, number: str, signer: Person, by: Person) -> Result:
    """Issue the paper that `signer` and the agency signed. Again with the same file changes nothing.

    Raises NotIssued where a signature is missing, does not hold, or is somebody else's.
    """
    held = Result.objects.select_for_update().get(pk=result.pk)
    if held.issued_at is not None:
        if held.file_id != file.pk:
            raise NotIssued(_("Kết quả %(code)s đã phát hành.") % {"code": held.code})
        return held
    signers = _signers(signer, held.unit)
    seen = verify(read(file), trusted(), now=timezone.now())
    used = [one.fingerprint for one in seen.signatures]
    if seen.verdict != Verdict.VALID:
        raise NotIssued(_("Chưa phát hành: %(why)s") % {"why": sentence(seen.verdict)})
    if len(used) != len(signers) or not all(set(used) & theirs for theirs in signers):
        raise NotIssued(
            _("Chưa phát hành: kết quả phải có chữ ký số của người có thẩm quyền và của cơ quan.")
        )
    held.file, held.number, held.signers, held.issued_by = file, number, used, by
    held.signed_at, held.issued_at = signed_at(seen), transaction_time()
    held.save()
    return held


def _signers(person: Person, unit: Unit) -> list[set[str]]:
    """The certificates with one of which each has to sign."""
    registered = SigningCertificate.objects.values_list("fingerprint", flat=True)
    return [set(registered.filter(person=person)), set(registered.filter(unit=unit))]


@transaction.atomic
def revoke(result: Result, *, reason: str) -> Result:
    """Say that a result no longer holds, from now on. Raises NotIssued."""
    held = Result.objects.select_for_update().get(pk=result.pk)
    if held.issued_at is None or held.revoked_at is not None or not reason:
        raise NotIssued(_("Chỉ thu hồi kết quả đã phát hành, chưa bị thu hồi, và phải ghi lý do."))
    held.revoked_at, held.revoked_reason = transaction_time(), reason
    held.save(update_fields=["revoked_at", "revoked_reason"])
    return held


def could_be(token: str) -> bool:
    """Whether this may be a token at all: what may not is no guess."""
    return len(token) == LENGTH and set(token.upper()) <= set(LETTERS)


def find(code: str, token: str) -> Result | None:
    """An issued result by what stands on its paper; None for a wrong code and a wrong token alike."""
    issued = Result.objects.filter(code=code.strip(), issued_at__isnull=False)
    found = issued.select_related("unit", "file").first()
    right = constant_time_compare(found.token if found else "", token.strip().upper())
    return found if found and right else None


def issued_as(digest: str) -> Result | None:
    """The issued result whose paper has exactly these bytes (SHA-256)."""
    issued = Result.objects.filter(file__digest=digest, issued_at__isnull=False)
    return issued.select_related("unit", "file").first()


def code_of(result: Result) -> ResultCode:
    """What stands on its paper."""
    site = f"{settings.PUBLIC_ADDRESS}{reverse('look_up')}"
    return ResultCode(result.code, result.token, address(result), site.partition("://")[2])


def address(result: Result) -> str:
    """What the QR code on the paper says."""
    return f"{settings.PUBLIC_ADDRESS}{reverse('result', args=(result.code, result.token))}"
