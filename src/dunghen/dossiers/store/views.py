"""The pages of the store of papers: what it holds of somebody, its files, and what was asked for again."""

from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from dunghen.core.access import needs
from dunghen.documents import files
from dunghen.dossiers.finding import page
from dunghen.dossiers.models import DossierPaper, DossierVersion, StoredFile, StoredPaper, ViewedPage
from dunghen.dossiers.persons.viewed import note_view
from dunghen.dossiers.store import vault
from dunghen.dossiers.store.rules import BINDING
from dunghen.org.access_views import signed_in
from dunghen.org.models import Person, Unit
from dunghen.org.rights import Right

LINK_HOLDS = 3600  # seconds: as long as a slip may lie open
_SIGNER = TimestampSigner(salt="stored-file")


def links(person: Person, paper: StoredPaper) -> list[tuple[str, str]]:
    """The files of a paper that is shown to somebody: names and addresses that are theirs for an hour."""
    return [
        (each.file.name, reverse("stored_file", args=[_SIGNER.sign(f"{person.pk}.{each.pk}")]))
        for each in paper.files.all()
    ]


@needs(Right.PERSONS)
@require_safe
def store(request: HttpRequest, code: str) -> HttpResponse:
    """What the store holds of the owner of a dossier whose persons one may see."""
    person, now, today = signed_in(request), timezone.now(), timezone.localdate()
    versions = DossierVersion.objects.known_at(None).select_related("dossier__applicant", "unit")
    found = versions.within_reach(person, Right.PERSONS, today).filter(dossier__code=code).first()
    owner = vault.owner_of(found.dossier) if found is not None else None
    if found is None or owner is None or not owner.number:
        raise Http404
    note_view(person, ViewedPage.VAULT, [found], now)
    papers = vault.papers_of(owner.number)
    context = {
        "code": code,
        "who": page.who(owner),
        "rows": [
            {
                "paper": paper,
                "links": links(person, paper),
                "holds": paper.holds_on(today),
                "bound": paper.verification in BINDING,
            }
            for paper in papers
        ],
    }
    return render(request, "dossiers/store.html", context)


@needs(Right.PERSONS)
@require_safe
def stored_file(request: HttpRequest, token: str) -> HttpResponse:
    """A file of the store, by an address that a page gave to whoever asks, within the hour."""
    person = signed_in(request)
    try:
        owner, _dot, key = _SIGNER.unsign(token, max_age=LINK_HOLDS).partition(".")
    except BadSignature as error:
        raise Http404 from error
    if owner != str(person.pk):
        raise Http404
    found = StoredFile.objects.select_related("file").filter(pk=int(key)).first()
    if found is None:
        raise Http404
    return files.download(found.file)


@needs(Right.FIGURES)
@require_safe
def asked_again(request: HttpRequest) -> HttpResponse:
    """How often papers were asked for though the store held them, by receiving unit and paper."""
    person, today = signed_in(request), timezone.localdate()
    units = Unit.objects.within(person.reach(Right.FIGURES, today), today)
    if units == frozenset():
        raise PermissionDenied
    rows = DossierPaper.objects.filter(asked_again=True)
    if units is not None:
        rows = rows.filter(dossier__slip__unit__in=units)
    counted = rows.values("dossier__slip__unit__name", "name").annotate(number=Count("pk"))
    context = {
        "rows": counted.order_by("-number", "dossier__slip__unit__name", "name"),
        "total": rows.count(),
    }
    return render(request, "dossiers/asked_again.html", context)
