"""The words of a professional or of a person concerned. What she agreed to stands in `consent`."""

from secrets import token_hex

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from core.media import PUBLIC_COLLECTION
from practices.uploads import Unacceptable

from ..texts import paragraphs
from ..vocabulary import ConsentUse, Kind, VoiceSide
from ..voices import recordings
from ..voices.panel import StandingPanel
from .page import EditorialPage

RECORDING_HELP = format_lazy(_("MP3, M4A or OGG (Vorbis, Opus), {most} MB at most: about half an hour."), most=recordings.MEGABYTES)

PORTRAIT_HELP = _("Optional, and only if she agreed. Not from “Site (public)”: it is shown with the voice and leaves with it.")
#: At which a page draws it, in pixels; its height follows.
PORTRAIT_WIDTH = 400
#: First words of signatures that say what somebody is.
NO_NAME = ("un", "une", "des", "le", "la", "les")


def recording_name(page, filename: str) -> str:
    """Never the name that the file had: it may say whose voice it is."""
    return f"paroles/{token_hex(12)}.{recordings.extension_of(page.recording)}"


class VoicePage(EditorialPage):
    """Words to read, or a recording with its transcript; signed with a pseudonym unless the person wants her name."""

    side = models.CharField(_("who speaks"), max_length=20, choices=VoiceSide.choices, default=VoiceSide.PERSON_CONCERNED)
    said_by = models.CharField(_("signature"), max_length=120, help_text=_("A pseudonym, unless the person asks for her name."))
    signs_with_name = models.BooleanField(_("this is her real name, as she asked"), default=False)
    said_as = models.CharField(_("in what capacity"), max_length=200, blank=True, help_text=_("Such as “tenant”, “social worker”."))
    words = models.TextField(
        _("what was said"),
        max_length=20_000,
        blank=True,
        help_text=_("An empty line begins a paragraph. May stay empty beside a recording."),
    )
    recording = models.FileField(_("recording"), upload_to=recording_name, max_length=200, blank=True, help_text=RECORDING_HELP)
    transcript = models.TextField(
        _("transcript"),
        max_length=60_000,
        blank=True,
        help_text=_("Word for word: required with a recording, for those who do not hear it."),
    )

    kind = Kind.VOICE
    is_creatable = True
    parent_page_types = ["publications.VoiceIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        StandingPanel(heading=_("Agreement, and what could tell who she is")),
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel(name) for name in ("side", "said_by", "signs_with_name", "said_as")], heading=_("Who speaks")),
        FieldPanel("words"),
        MultiFieldPanel([FieldPanel("recording"), FieldPanel("transcript")], heading=_("Recording")),
        MultiFieldPanel(
            [FieldPanel("image", heading=_("portrait"), help_text=PORTRAIT_HELP), FieldPanel("image_alt"), FieldPanel("image_credit")],
            heading=_("Portrait"),
        ),
        *EditorialPage.tagging_panels,
    ]

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")

    def clean(self):
        super().clean()
        if self.recording and not self.transcript.strip():
            raise ValidationError({"transcript": _("A recording needs its transcript: those who do not hear read it.")})
        if self.recording and not self.recording._committed:
            try:
                recordings.check(self.recording.file)
            except Unacceptable as refusal:
                raise ValidationError({"recording": refusal.message}) from None

    def obstacles(self):
        """What she agreed to is asked of the database at this very moment, whatever the version."""
        from .consent import VoiceConsent

        consent = VoiceConsent.objects.valid().filter(page_id=self.pk, use=ConsentUse.SITE).select_related("agreement").first()
        if consent is None:
            return [str(_("There is no valid consent for these words to be on the site."))]
        found = []
        if not self.words.strip() and not self.transcript.strip():
            found.append(_("There is nothing to read yet: words, or a transcript."))
        if self.recording and not consent.agreement.with_recording:
            found.append(_("She did not agree that her recorded voice be heard: ask her, or take the recording off."))
        if self.image_id and not consent.agreement.with_portrait:
            found.append(_("She did not agree that her portrait be shown: ask her, or take it off."))
        if self.image_id and self.image.collection.name == PUBLIC_COLLECTION:
            found.append(_("The portrait lies in the public collection, where it would outlive a withdrawal: move it to another one."))
        return [*super().obstacles(), *(str(words) for words in found)]

    def own_data(self):
        """The portrait is served with the voice (publications.views.voice_files) and not as the images of others are."""
        return {
            "image": None,
            # No licence lets others use her words: she agrees use by use.
            "licence": "",
            "portrait": self._portrait(),
            "side": self.side,
            "said_by": self.said_by,
            "is_pseudonym": self._is_pseudonym(),
            "said_as": self.said_as,
            "words": paragraphs(self.words),
            "recording": {"type": recordings.TYPES[recordings.extension(self.recording.name)]} if self.recording else None,
            "transcript": paragraphs(self.transcript),
        }

    def own_filters(self):
        return {"side": [self.side]}

    def own_texts(self):
        return [self.said_by, self.said_as, self.words, self.transcript]

    def _is_pseudonym(self):
        """« Une assistante de service social » is no name: nothing was changed."""
        return not self.signs_with_name and self.said_by.split(" ")[0].lower() not in NO_NAME

    def _portrait(self):
        if self.image is None:
            return None
        width, height = PORTRAIT_WIDTH, round(PORTRAIT_WIDTH * self.image.height / self.image.width)
        return {"alt": self.image_alt, "credit": self.image_credit, "width": width, "height": height}
