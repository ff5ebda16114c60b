"""The state of an editorial content: what is not content, and so is never turned back by publishing a revision."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from practices.identifiers import new_identifier
from practices.models import GONE, PublicState

from .page import EditorialPage


class WorkState(models.TextChoices):
    """Where the newest version stands on its way to the public."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted to the editors")
    READING = "reading", _("being read")
    CHANGES_REQUESTED = "changes_requested", _("corrections requested")
    LAYOUT = "layout", _("in layout")
    SIGN_OFF = "sign_off", _("waiting for the sign-off")
    READY = "ready", _("signed off")
    SCHEDULED = "scheduled", _("scheduled")
    SETTLED = "settled", pgettext_lazy("editorial", "nothing under way")


def _identifier() -> str:
    return new_identifier("oc")


class EditorialRecord(models.Model):
    """One a content. Only publications.domain writes it, holding a lock on the row."""

    page = models.OneToOneField(EditorialPage, primary_key=True, on_delete=models.CASCADE, related_name="record")
    identifier = models.CharField(_("identifier"), max_length=11, unique=True, default=_identifier, editable=False)
    work_state = models.CharField(max_length=20, choices=WorkState.choices, default=WorkState.DRAFT)
    public_state = models.CharField(max_length=20, choices=PublicState.choices, default=PublicState.NEVER)
    state_since = models.DateTimeField(default=timezone.now)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="held_contents")
    due_on = models.DateField(null=True, blank=True)
    scheduled_for = models.DateTimeField(null=True, blank=True, help_text="When it goes out by itself.")
    scheduled_revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.RESTRICT, related_name="+", help_text="The very version that was signed off."
    )
    signed_hash = models.CharField(max_length=64, blank=True, help_text="Of the text that was signed off (publications.fingerprint).")
    round = models.PositiveSmallIntegerField(default=0, help_text="How often it was handed to the editors.")
    edition = models.PositiveSmallIntegerField(default=0, help_text="How many versions of it were public.")
    reminded_before_at = models.DateTimeField(null=True, blank=True, help_text="Of the due date of its step.")
    reminded_after_at = models.DateTimeField(null=True, blank=True)
    first_published_at = models.DateTimeField(null=True, blank=True)
    content_changed_at = models.DateTimeField(null=True, blank=True)
    public_version = models.PositiveBigIntegerField(default=0)
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_note = models.TextField(blank=True, help_text="Words for those who come to its address.")
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("record of a content")
        constraints = [
            models.CheckConstraint(
                condition=~Q(work_state=WorkState.SCHEDULED) | Q(scheduled_for__isnull=False, scheduled_revision__isnull=False),
                name="content_scheduled_has_time_and_version",
            ),
            models.CheckConstraint(
                condition=Q(public_state=PublicState.NEVER) | Q(first_published_at__isnull=False), name="content_published_has_date"
            ),
        ]
        indexes = [
            models.Index(fields=["scheduled_for"], condition=Q(work_state=WorkState.SCHEDULED), name="content_due"),
            models.Index(fields=["gone_at", "identifier"], condition=Q(public_state__in=GONE), name="content_gone"),
        ]

    def __str__(self):
        return self.identifier


class EditorialEvent(models.Model):
    """What happened to a content: append-only."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("submitted to the editors")
        STEP_APPROVED = "step_approved", _("step approved")
        CHANGES_REQUESTED = "changes_requested", _("corrections requested")
        ANSWERED = "answered", _("answered by an author")
        CORRECTED = "corrected", _("handed back with its corrections")
        TAKEN_BACK = "taken_back", _("taken back from the editors")
        HELD = "held", _("given to somebody")
        RELEASED = "released", _("given back")
        DUE_SET = "due_set", _("due date set")
        READING_ASKED = "reading_asked", _("reading asked for")
        READING_DONE = "reading_done", _("reading done")
        READING_GIVEN_UP = "reading_given_up", _("reading given up")
        PROOF_SENT = "proof_sent", _("proof sent to an author")
        PROOF_SIGNED = "proof_signed", _("proof signed by an author")
        SIGNED_ON_PAPER = "signed_on_paper", _("agreement of an author recorded, given on paper or by mail")
        PROOF_REFUSED = "proof_refused", _("corrections asked for by an author")
        SIGNED_OFF = "signed_off", _("signed off")
        SIGN_OFF_LOST = "sign_off_lost", _("sign-off taken back: the text changed")
        SCHEDULED = "scheduled", _("scheduled")
        UNSCHEDULED = "unscheduled", _("taken off the schedule")
        NOT_PUBLISHED = "not_published", _("did not go out")
        PUBLISHED = "published", pgettext_lazy("editorial", "published")
        ERRATUM = "erratum", _("erratum published")
        WITHDRAWN = "withdrawn", _("taken off the site")
        CONSENT_GIVEN = "consent_given", _("consent given")
        CONSENT_WITHDRAWN = "consent_withdrawn", _("consent withdrawn")

    record = models.ForeignKey(EditorialRecord, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    # A number that outlives the account: the trail stays when a person is erased.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    comment = models.TextField(blank=True)
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event of a content")

    def __str__(self):
        return f"{self.record_id} {self.kind}"
