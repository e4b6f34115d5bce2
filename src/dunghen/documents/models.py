"""Files kept by the system. Written by files.py only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dunghen.documents.content import MediaType
from dunghen.org.models import Person


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
