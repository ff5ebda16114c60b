"""« Je l’ai utilisé »: what somebody made of a tool, read by the national editors before anybody else."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from territories.models import Territory

from .record import EditorialRecord

TEXT_LENGTH = 2_000
SIGNATURE_LENGTH = 120


class ToolUseQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=ToolUse.State.WAITING)

    def accepted(self):
        return self.filter(state=ToolUse.State.ACCEPTED)


class ToolUse(models.Model):
    """A short account of one use of a tool. Only publications.domain.tool_uses writes it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("account of a use", "waiting to be read")
        ACCEPTED = "accepted", pgettext_lazy("account of a use", "published")
        DECLINED = "declined", pgettext_lazy("account of a use", "not kept")

    record = models.ForeignKey(EditorialRecord, on_delete=models.CASCADE, related_name="uses", verbose_name=_("tool"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="tool_uses", verbose_name=_("author")
    )
    purpose = models.TextField(_("what for"))
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+", verbose_name=_("territory"))
    outcome = models.TextField(_("what came of it"))
    signature = models.CharField(
        _("signature"), max_length=SIGNATURE_LENGTH, blank=True, help_text="As the author agreed to sign in public; empty: unsigned."
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = ToolUseQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("account of the use of a tool")
        verbose_name_plural = _("accounts of the use of tools")
        constraints = [
            models.UniqueConstraint(fields=["record", "author"], condition=Q(state="waiting"), name="one_waiting_use_a_person_and_tool"),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="tool_use_decided_has_date",
            ),
        ]
        indexes = [models.Index(fields=["sent_at"], condition=Q(state="waiting"), name="tool_use_waiting")]

    def __str__(self):
        return f"{self.record_id} #{self.pk}"

    @property
    def public(self) -> dict[str, Any]:
        """What everybody reads once it is accepted."""
        return {
            "purpose": self.purpose,
            "outcome": self.outcome,
            "territory": {"code": self.territory_id, "label": self.territory.name},
            "signature": self.signature,
            "date": timezone.localdate(self.sent_at).isoformat(),
        }
