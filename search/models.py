"""What the index still has to hear of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.outbox import OutboxRow


class IndexRequest(OutboxRow):
    """One sheet in one version to bring into the index, or to take out. Written with the publication, deleted once the engine has it."""

    identifier = models.CharField(_("sheet’s identifier"), max_length=11)
    version = models.PositiveBigIntegerField(_("sheet’s version"))
    deleted = models.BooleanField(_("leaves the index"), default=False)

    class Meta:
        verbose_name = _("index request")
        verbose_name_plural = _("index requests")
        constraints = [models.UniqueConstraint(fields=["identifier", "version"], name="index_request_once_a_version")]
        indexes = [models.Index(fields=["next_attempt_at"], name="index_request_due")]

    def __str__(self):
        return f"{self.identifier} v{self.version}"
