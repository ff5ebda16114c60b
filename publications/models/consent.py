"""What a person agreed to, use by use, and the proof of it: never public. docs/decisions/voices.md."""

from secrets import token_hex

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..vocabulary import ConsentManner, ConsentUse
from .voice import VoicePage


def proof_name(agreement, filename: str) -> str:
    """The names that people give to such files are names of persons. Nothing below this folder has a public address."""
    return f"accords/{token_hex(12)}.{filename.rpartition('.')[2]}"


class VoiceAgreement(models.Model):
    """One act: a signed paper, recorded words or a mail, with its proof. It may cover several uses."""

    page = models.ForeignKey(VoicePage, on_delete=models.CASCADE, related_name="agreements")
    given_on = models.DateField(_("given on"))
    manner = models.CharField(_("how it was given"), max_length=20, choices=ConsentManner.choices)
    proof = models.FileField(_("proof"), upload_to=proof_name, max_length=200)
    with_portrait = models.BooleanField(_("her portrait too"), default=False)
    with_recording = models.BooleanField(_("her recorded voice too"), default=False)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("recorded by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("agreement")
        ordering = ["-noted_at", "-pk"]

    def __str__(self):
        return f"{self.page_id} {self.given_on}"


class ConsentQuerySet(models.QuerySet):
    def standing(self):
        """Neither withdrawn nor replaced by a newer one; they may have expired."""
        return self.filter(withdrawn_at__isnull=True, replaced_at__isnull=True)

    def valid(self):
        """Those that hold today."""
        today = timezone.localdate()
        return self.standing().filter(Q(expires_on__isnull=True) | Q(expires_on__gte=today), given_on__lte=today)


class VoiceConsent(models.Model):
    """What she agreed to for one use."""

    page = models.ForeignKey(VoicePage, on_delete=models.CASCADE, related_name="consents")
    agreement = models.ForeignKey(VoiceAgreement, on_delete=models.CASCADE, related_name="consents")
    use = models.CharField(_("use"), max_length=20, choices=ConsentUse.choices)
    given_on = models.DateField(_("given on"))
    expires_on = models.DateField(_("last day"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True, help_text="When a newer agreement took its place.")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When what was past its last day was taken off.")
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent to a use")
        verbose_name_plural = _("consents to uses")
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "use"], condition=Q(withdrawn_at__isnull=True, replaced_at__isnull=True), name="one_standing_consent_a_use"
            )
        ]

    def __str__(self):
        return f"{self.page_id} {self.use}"

    @property
    def stands(self) -> bool:
        """Neither withdrawn nor replaced."""
        return self.withdrawn_at is None and self.replaced_at is None

    @property
    def holds(self) -> bool:
        """Whether it allows the use today."""
        today = timezone.localdate()
        return self.stands and self.given_on <= today and (self.expires_on is None or self.expires_on >= today)
