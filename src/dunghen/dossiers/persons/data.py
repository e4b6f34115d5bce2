"""The applicant's own data: corrected or erased without touching what the ledger sealed.

An event keeps a digest salted with 16 random bytes of the row; erasing the row and its salt leaves a
digest that says nothing (Law 91/2025/QH15; NĐ 356/2025/NĐ-CP).
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from dunghen.core.ledger import digest
from dunghen.dossiers.chain.append import append, state_of
from dunghen.dossiers.chain.entries import Entry
from dunghen.dossiers.models import Applicant, Dossier, DossierVersion
from dunghen.dossiers.rules import EventKind, Refused
from dunghen.dossiers.store.vault import forget

PARTS = ("kind", "name", "number", "phone", "address")
# Files know no mail address; the desk may be told one.
ALL_PARTS = (*PARTS, "email")


def content(applicant: Applicant) -> dict[str, str]:
    """What the digest covers: the PARTS, and what else is known."""
    said = {part: getattr(applicant, part) for part in ALL_PARTS}
    return {part: value for part, value in said.items() if value or part in PARTS}


def replace_person(version: DossierVersion, said: Mapping[str, str], *, reason: str, now: datetime) -> Entry:
    """Replace the applicant's data of a dossier (`said` holds the PARTS or more): the old words are gone,
    their digest stays. Returns the event to append; the caller has locked the version."""
    applicant = version.dossier.applicant
    if applicant is None:
        applicant = Applicant(units=[version.unit_id])
    for part in ALL_PARTS:
        setattr(applicant, part, said[part] if part in PARTS else said.get(part, applicant.email))
    applicant.salt = secrets.token_bytes(16)
    applicant.erased_at = None
    applicant.save()
    Dossier.objects.filter(pk=version.dossier_id).update(applicant=applicant)
    info = {
        "applicant": applicant.pk,
        "applicant_digest": digest(applicant.salt, content(applicant)),
        "reason": reason,
    }
    return Entry(EventKind.PERSON_CORRECTED.value, now, state_of(version), None, info)


def correct_person(
    version: DossierVersion, said: Mapping[str, str], *, reason: str, by: str, now: datetime
) -> None:
    """Replace the applicant's data, by itself."""
    append(version, [replace_person(version, said, reason=reason, now=now)], by=by, now=now)


def erase_person(version: DossierVersion, *, reason: str, by: str, now: datetime) -> None:
    """Erase the data of the applicant and of who stands beside them, and the salts of their digests; the
    dossier's papers are found by no number any more. Raises Refused if there is nothing to erase."""
    applicant = version.dossier.applicant
    if applicant is None or applicant.erased_at is not None:
        raise Refused(_("Hồ sơ không còn thông tin người nộp."))
    parties = version.dossier.parties.select_related("applicant")
    for each in (applicant, *(party.applicant for party in parties)):
        _erase(each, now)
    forget(version.dossier)
    entry = Entry(
        EventKind.PERSON_ERASED.value,
        now,
        state_of(version),
        None,
        {"applicant": applicant.pk, "reason": reason},
    )
    append(version, [entry], by=by, now=now)


def _erase(applicant: Applicant, now: datetime) -> None:
    for part in ALL_PARTS:
        setattr(applicant, part, "")
    applicant.salt = b""
    applicant.erased_at = now
    applicant.save()
