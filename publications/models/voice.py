"""The words of a professional or of a person concerned, and what they agreed to."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from ..texts import paragraphs
from ..vocabulary import ConsentUse, Kind, VoiceSide
from .page import EditorialPage


class VoicePage(EditorialPage):
    """Words, signed with a pseudonym unless the person wants her name."""

    side = models.CharField(_("who speaks"), max_length=20, choices=VoiceSide.choices, default=VoiceSide.PERSON_CONCERNED)
    said_by = models.CharField(_("signature"), max_length=120, help_text=_("A pseudonym, unless the person asks for her name."))
    said_as = models.CharField(_("in what capacity"), max_length=200, blank=True, help_text=_("Such as “tenant”, “social worker”."))
    words = models.TextField(_("what was said"), max_length=20_000)

    kind = Kind.VOICE
    is_creatable = True
    parent_page_types = ["publications.VoiceIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        *(FieldPanel(name) for name in ("side", "said_by", "said_as", "words")),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")

    def own_data(self):
        return {"side": self.side, "said_by": self.said_by, "said_as": self.said_as, "words": paragraphs(self.words)}

    def own_filters(self):
        return {"side": [self.side]}

    def own_texts(self):
        return [self.said_by, self.said_as, self.words]


class VoiceConsent(models.Model):
    """What the person agreed to, use by use; never public."""

    page = models.ForeignKey(VoicePage, on_delete=models.CASCADE, related_name="consents")
    use = models.CharField(_("use"), max_length=20, choices=ConsentUse.choices)
    given_on = models.DateField(_("given on"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    noted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("consent to a use")
        verbose_name_plural = _("consents to uses")
        constraints = [
            models.UniqueConstraint(fields=["page", "use"], condition=models.Q(withdrawn_at__isnull=True), name="one_valid_consent_a_use")
        ]

    def __str__(self):
        return f"{self.page_id} {self.use}"
