"""Invitations to join the editors of a region."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EditorInvitation(models.Model):
    """Mailed with a signed link that expires; used once, by the account that has this very address."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="editor_invitations")
    email = models.EmailField(_("mail address"), blank=True, help_text="Emptied once it is accepted or withdrawn.")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invited_at", "pk"]
        verbose_name = _("invitation of an editor")
        constraints = [
            models.UniqueConstraint(fields=["group", "email"], condition=~Q(email=""), name="editor_invited_once"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True) & ~Q(email="")
                | Q(email="") & (Q(accepted_at__isnull=False) | Q(withdrawn_at__isnull=False)),
                name="editor_invitation_open_or_settled",
            ),
        ]

    def __str__(self):
        return f"#{self.pk} {self.group_id}"
