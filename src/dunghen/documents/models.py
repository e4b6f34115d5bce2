"""Files, certificates that sign, numbers of outgoing papers, results that were issued. Written by files,
signing, numbering, results and official."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dunghen.documents.content import MediaType
from dunghen.documents.official.models import (
    CaseFile,
    CaseItem,
    CaseKept,
    Direction,
    DocumentKind,
    DocumentState,
    DocumentStep,
    OfficialDocument,
    OfficialEvent,
    OfficialRecipient,
)
from dunghen.org.models import Person, Unit

__all__ = [
    "CaseFile",
    "CaseItem",
    "CaseKept",
    "Direction",
    "DocumentKind",
    "DocumentState",
    "DocumentStep",
    "File",
    "OfficialDocument",
    "OfficialEvent",
    "OfficialRecipient",
    "OutgoingSerial",
    "Result",
    "SigningCertificate",
]


class File(models.Model):
    """A file somebody gave or the system made. Its bytes stand outside the database under their SHA-256
    (files.place), once, however many files share them. The name may hold personal data: it is shown where
    the file may be read, and goes with the row."""

    digest = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("số byte"))
    media_type = models.CharField(_("loại tệp"), max_length=80, choices=MediaType)
    name = models.CharField(_("tên tệp"), max_length=200)
    added_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("người đưa vào"), db_index=False
    )
    added_at = models.DateTimeField(_("đưa vào lúc"))

    class Meta:
        verbose_name = _("tệp")
        constraints = (
            # the same file sent again by the same person is the same file
            models.UniqueConstraint(
                fields=("digest", "name", "added_by"), name="file_kept_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return self.name


class SigningCertificate(models.Model):
    """A certificate with which a person or an agency signs here. Its key is a PKCS#12 file under the
    fingerprint, or lies on the PKCS#11 token named; the passphrase is kept nowhere."""

    fingerprint = models.CharField("SHA-256", max_length=64, unique=True)
    subject = models.CharField(_("cấp cho"), max_length=300)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("người ký")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("cơ quan ký"))
    valid_from = models.DateTimeField(_("hiệu lực từ"))
    valid_to = models.DateTimeField(_("hết hiệu lực"))
    token = models.CharField(_("thiết bị lưu khóa bí mật"), max_length=120, blank=True)
    image = models.ForeignKey(
        File, models.PROTECT, null=True, related_name="+", verbose_name=_("hình ảnh chữ ký, con dấu")
    )
    registered_at = models.DateTimeField(_("đăng ký lúc"))
    ended_at = models.DateTimeField(_("thôi dùng lúc"), null=True)

    class Meta:
        verbose_name = _("chứng thư chữ ký số")
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(unit__isnull=True), name="certificate_of_one"
            ),
        )


class OutgoingSerial(models.Model):
    """The last number a unit gave to outgoing papers of one kind in a year (NĐ 30/2020/NĐ-CP art. 15)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("loại văn bản"), max_length=40)
    year = models.PositiveSmallIntegerField(_("năm"))
    last = models.PositiveIntegerField(_("số cuối"))

    class Meta:
        verbose_name = _("số văn bản đi")
        constraints = (models.UniqueConstraint(fields=("unit", "kind", "year"), name="outgoing_serial_once"),)


class Result(models.Model):
    """A result on paper of this state: who issued which kind, under which number, when, and whether it still
    holds. It names no person: anybody who has code and token may read all of it.

    Prepared before the paper is made, because the paper bears code and token; then issued; perhaps revoked.
    """

    code = models.CharField(_("mã kết quả"), max_length=80, unique=True)
    token = models.CharField(_("mã tra cứu"), max_length=12)
    reference = models.CharField(_("mã hồ sơ"), max_length=60, db_index=True)
    kind = models.CharField(_("loại kết quả"), max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(_("số, ký hiệu"), max_length=80, blank=True)
    file = models.ForeignKey(File, models.PROTECT, null=True, related_name="+", verbose_name=_("tệp"))
    signers = models.JSONField(_("chứng thư của người ký"), default=list)
    signed_at = models.DateTimeField(_("ký lúc"), null=True)
    issued_at = models.DateTimeField(_("phát hành lúc"), null=True)
    issued_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)
    revoked_reason = models.CharField(_("lý do thu hồi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("kết quả giải quyết")
        constraints = (
            models.CheckConstraint(
                condition=Q(issued_at__isnull=True) | Q(file__isnull=False, signed_at__isnull=False),
                name="issued_result_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | Q(issued_at__isnull=False) & ~Q(revoked_reason=""),
                name="revoked_result_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.code
