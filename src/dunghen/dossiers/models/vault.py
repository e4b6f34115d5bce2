"""The electronic store of people and organisations (Kho quản lý dữ liệu điện tử của tổ chức, cá nhân): papers
taken in or issued once and used again (NĐ 45/2020/NĐ-CP; NĐ 107/2021/NĐ-CP). Written by vault.py only."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dunghen.documents.models import File
from dunghen.dossiers.models.dossier import Dossier
from dunghen.dossiers.store.rules import Verification
from dunghen.org.models import Person


class StoredPaper(models.Model):
    """A paper of an owner, by the number they are known by; empty where none was told, or it was erased: then
    nobody finds it but through its dossier. Personal data, as Applicant is."""

    owner_kind = models.CharField(_("loại"), max_length=12)
    owner_number = models.CharField(_("số định danh"), max_length=20, blank=True)
    type_code = models.CharField(_("mã loại giấy tờ"), max_length=160)
    title = models.CharField(_("tên giấy tờ"), max_length=500)
    issuer = models.CharField(_("nơi cấp"), max_length=200, blank=True)
    issued_on = models.DateField(_("ngày cấp"), null=True)
    valid_from = models.DateField(_("có giá trị từ"), null=True)
    valid_to = models.DateField(_("có giá trị đến hết"), null=True)
    verification = models.CharField(_("mức xác thực"), max_length=10, choices=Verification)
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    verified_at = models.DateTimeField(_("xác thực lúc"), null=True)
    source_dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="stored_papers")
    component = models.CharField(_("mã thành phần"), max_length=40, blank=True)  # in it; empty of its result
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, related_name="superseded_by")
    stored_at = models.DateTimeField(_("lưu lúc"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)
    revoked_reason = models.CharField(_("lý do thu hồi"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("giấy tờ trong Kho")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="stored_paper_valid_in_order",
            ),
        )
        indexes = (
            models.Index(
                fields=["owner_number", "type_code"],
                name="stored_paper_owner",
                condition=~Q(owner_number=""),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def holds_on(self, day: date) -> bool:
        """Whether it may still be relied on: not revoked, not replaced, within its time. Reads
        superseded_by."""
        replaced: Any = getattr(self, "superseded_by", None)
        begun = self.valid_from is None or self.valid_from <= day
        return (
            self.revoked_at is None and not replaced and begun and (not self.valid_to or day <= self.valid_to)
        )


class StoredFile(models.Model):
    """A file of a paper; a paper may be several pages, each a file."""

    paper = models.ForeignKey(StoredPaper, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    file = models.ForeignKey(File, models.PROTECT, related_name="stored")

    class Meta:
        verbose_name = _("tệp của giấy tờ trong Kho")
        ordering = ("position",)
        constraints = (models.UniqueConstraint("paper", "position", name="stored_file_place_once"),)


class PaperUse(models.Model):
    """That a paper of the store served a dossier instead of one handed in again. Never changed."""

    paper = models.ForeignKey(StoredPaper, models.PROTECT, related_name="uses")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="paper_uses")
    component = models.CharField(_("mã thành phần"), max_length=40)
    used_at = models.DateTimeField(_("sử dụng lúc"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("lượt sử dụng lại giấy tờ")
        constraints = (models.UniqueConstraint("dossier", "component", name="paper_used_once"),)
