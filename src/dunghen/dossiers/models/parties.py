"""Who stands in a dossier beside the applicant, what was handed in, and the slip of the desk it came by.
Written by desk.py only."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.documents.models import File
from dunghen.dossiers.models.dossier import Applicant, Dossier
from dunghen.dossiers.store.rules import Taken
from dunghen.org.models import Person, Unit
from dunghen.procedures.models import Procedure


class PartyRole(models.TextChoices):
    """Beside the applicant (Người nộp hồ sơ), who stands on the dossier itself."""

    SUBJECT = "subject", _("Chủ hồ sơ")
    REPRESENTATIVE = "representative", _("Người được ủy quyền")


class Party(models.Model):
    """Whom the dossier is about where that is not the applicant, or who files it for them, with the paper
    that lets them. Personal data stands in Applicant, here too."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="parties", db_index=False)
    role = models.CharField(_("vai"), max_length=14, choices=PartyRole)
    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="parts")
    authority = models.CharField(_("văn bản ủy quyền"), max_length=300, blank=True)
    authority_file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("người liên quan của hồ sơ")
        constraints = (
            models.UniqueConstraint("dossier", "role", name="party_once"),
            models.CheckConstraint(
                condition=~Q(role=PartyRole.REPRESENTATIVE) | ~Q(authority=""), name="party_shows_authority"
            ),
        )


class DossierPaper(models.Model):
    """A component as it was taken in: handed in, used again from the store, or absent. Never changed."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="taken_papers", db_index=False)
    position = models.PositiveSmallIntegerField()
    code = models.CharField(_("mã thành phần"), max_length=40)
    name = models.CharField(_("tên giấy tờ"), max_length=500)
    taken = models.CharField(_("cách nhận"), max_length=8, choices=Taken)
    originals = models.PositiveSmallIntegerField(_("bản chính"), default=0)
    copies = models.PositiveSmallIntegerField(_("bản sao"), default=0)
    asked_again = models.BooleanField(_("yêu cầu nộp dù Kho đã có"), default=False)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thành phần đã nhận")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint("dossier", "code", name="dossier_paper_once"),
            models.CheckConstraint(
                condition=Q(asked_again=False) | ~Q(reason=""), name="asked_again_with_reason"
            ),
        )
        indexes = (models.Index(fields=["dossier"], name="paper_asked_again", condition=Q(asked_again=True)),)


class DeskSlip(models.Model):
    """A slip of the intake page and the dossier it became: sent twice, it makes one. `digest` is that of what
    was on it. Never changed."""

    token = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="slip")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("ngày tiếp nhận"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("phiếu tiếp nhận")
        # what a unit received today stands first in its list of procedures
        indexes = (models.Index(fields=["unit", "day"], name="slip_unit_day", include=("procedure",)),)
