"""The state of a sheet: what is not content, and so is never turned back by publishing a revision."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Revision

from ..identifiers import new_identifier
from ..vocabulary import State
from .page import PracticePage
from .tree import RegionPage


class ReviewState(models.TextChoices):
    """Where the sheet's newest version stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    IN_REVIEW = "in_review", _("in review")
    CHANGES_REQUESTED = "changes_requested", _("changes requested")
    DECLINED = "declined", _("declined")
    SETTLED = "settled", pgettext_lazy("review", "nothing to review")


class PublicState(models.TextChoices):
    """Whether the public reads it."""

    NEVER = "never", _("never published")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ARCHIVED = "archived", _("archived")


#: Was public, is no longer: what is left is a tombstone.
GONE = (PublicState.WITHDRAWN, PublicState.ARCHIVED)
UNDER_REVIEW = (ReviewState.SUBMITTED, ReviewState.IN_REVIEW)


class PracticeRecord(models.Model):
    """One a sheet. Only practices.domain writes it, holding a lock on the row."""

    page = models.OneToOneField(PracticePage, primary_key=True, on_delete=models.CASCADE, related_name="record")
    identifier = models.CharField(_("identifier"), max_length=11, unique=True, default=new_identifier, editable=False)
    external_id = models.CharField(_("external identifier"), max_length=100, unique=True, null=True, blank=True)
    slug = models.SlugField(max_length=80, blank=True, help_text="Fixed at the first publication.")
    review_state = models.CharField(max_length=20, choices=ReviewState.choices, default=ReviewState.DRAFT)
    public_state = models.CharField(max_length=20, choices=PublicState.choices, default=PublicState.NEVER)
    state_since = models.DateTimeField(default=timezone.now)
    region = models.ForeignKey(RegionPage, null=True, blank=True, on_delete=models.PROTECT, related_name="records")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="held_sheets")
    due_on = models.DateField(null=True, blank=True, help_text="When the editors mean to answer, or the contributor is asked to.")
    round = models.PositiveSmallIntegerField(default=0, help_text="How often it was submitted.")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.RESTRICT, related_name="+")
    accepted_revision = models.ForeignKey(
        Revision,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Last corrected version that the contributor accepted.",
    )
    accepted_hash = models.CharField(
        max_length=64, blank=True, help_text="Content of the accepted version: a revision overwritten since is not the one accepted."
    )
    submitted_hash = models.CharField(max_length=64, blank=True)
    grid = models.JSONField(
        default=dict, blank=True, help_text='Answers shown to readers: {"5": "yes", "6": "no", "7": "unset", "8": "yes"}.'
    )
    first_published_at = models.DateTimeField(null=True, blank=True)
    content_changed_at = models.DateTimeField(null=True, blank=True)
    public_version = models.PositiveBigIntegerField(default=0)
    gone_at = models.DateTimeField(null=True, blank=True)
    gone_reason = models.TextField(blank=True)
    gone_note = models.TextField(blank=True, help_text="Words of its author for those who come to its address.")
    gone_from = models.JSONField(
        default=dict,
        blank=True,
        help_text='Where the public last found it, broader themes included: {"region": "bretagne", "theme": ["isolement", "lien-social"]}.',
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When somebody last said that the public sheet still holds.")
    confirmation_asked_at = models.DateTimeField(null=True, blank=True)
    confirmation_reminded_at = models.DateTimeField(null=True, blank=True)
    unconfirmed_since = models.DateTimeField(null=True, blank=True, help_text="Since when the public sheet is said to need checking.")
    authors_withheld = models.BooleanField(default=False, help_text="The public reads no name of a person on it.")
    relay_digest = models.CharField(max_length=64, blank=True, help_text="Keyed digest of the contact address that answered below.")
    relay_accepted = models.BooleanField(null=True, help_text="Whether the holder of that address takes messages that the site passes on.")
    draft_reminded_at = models.DateTimeField(null=True, blank=True)
    unattended_told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the national editors were told that nobody handles this sheet."
    )
    # What editors find it by: taken from the versions that were handed to them, never from one that the contributor is still writing.
    listed_title = models.CharField(max_length=255, blank=True)
    listed_words = models.CharField(max_length=600, blank=True, help_text="The title, folded (core.text.fold).")
    listed_themes = ArrayField(models.IntegerField(), default=list, blank=True, help_text="Keys of its themes, the main one first.")
    listed_territories = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, help_text="Codes of its territories and of all above them."
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("record of a sheet")
        constraints = [
            models.CheckConstraint(
                condition=~Q(review_state__in=UNDER_REVIEW)
                | Q(region__isnull=False, submitted_revision__isnull=False, submitted_at__isnull=False),
                name="record_under_review_has_region_and_version",
            ),
            models.CheckConstraint(
                condition=Q(public_state=PublicState.NEVER) | Q(first_published_at__isnull=False, region__isnull=False),
                name="record_published_has_date_and_region",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "review_state", "state_since"], name="record_desk"),
            models.Index(fields=["gone_at", "identifier"], condition=Q(public_state__in=GONE), name="record_gone"),
            models.Index(
                fields=["first_published_at"],
                condition=Q(public_state=PublicState.PUBLISHED, confirmation_asked_at__isnull=True),
                name="record_to_ask",
            ),
            models.Index(fields=["due_on"], condition=Q(review_state__in=UNDER_REVIEW, due_on__isnull=False), name="record_due"),
            models.Index(
                fields=["state_since"],
                condition=Q(review_state__in=UNDER_REVIEW, unattended_told_at__isnull=True),
                name="record_unattended",
            ),
        ]

    #: The states that the last line of the history left it in: where the next line starts from.
    noted_states = ""

    def __str__(self):
        return self.identifier

    def get_absolute_url(self):
        return f"/p/{self.identifier}/"

    @property
    def both_states(self) -> str:
        """As the history keeps them: `public_state/review_state`."""
        return f"{self.public_state}/{self.review_state}"

    @property
    def region_in_charge(self) -> RegionPage:
        """The region of a sheet that was submitted; asking it of a draft is a fault of ours."""
        if self.region is None:
            raise ValueError(f"{self.identifier} was never submitted")
        return self.region

    @property
    def states(self):
        """The one or two states that people read, the public one first."""
        states = [] if self.public_state == PublicState.NEVER else [State(self.public_state)]
        if self.review_state != ReviewState.SETTLED:
            states.append(State(self.review_state))
        return states

    @property
    def is_under_review(self):
        return self.review_state in UNDER_REVIEW

    @property
    def is_draft(self):
        return self.review_state == ReviewState.DRAFT and self.public_state == PublicState.NEVER


class PracticeEvent(models.Model):
    """What happened to a sheet: append-only, told to the contributor and to editors."""

    class Kind(models.TextChoices):
        CREATED = "created", _("created")
        SUBMITTED = "submitted", _("submitted")
        TAKEN_BACK = "taken_back", _("taken back by its contributor")
        TAKEN_IN_CHARGE = "taken_in_charge", _("taken in charge")
        AGREEMENT_ASKED = "agreement_asked", _("agreement to corrections asked")
        CORRECTIONS_ACCEPTED = "corrections_accepted", _("corrections accepted")
        CHANGES_REQUESTED = "changes_requested", _("changes requested")
        HANDED_OVER = "handed_over", _("handed over to another region")
        PUBLISHED = "published", _("published")
        IMPORTED = "imported", _("imported")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ARCHIVED = "archived", _("archived")
        SUSPENDED = "suspended", _("suspended after a report")
        RESTORED = "restored", _("public again")
        CORRECTED = "corrected", _("small correction by the editors")
        CONFIRMATION_ASKED = "confirmation_asked", _("confirmation asked")
        CONFIRMED = "confirmed", _("confirmed by its contributor")
        REPORTED = "reported", _("report by a reader")
        REPORT_ANSWERED = "report_answered", _("report answered")
        HELD = "held", _("given to an editor")
        RELEASED = "released", _("held by nobody any more")
        DUE_SET = "due_set", _("due date set")
        REMINDED = "reminded", _("reminder sent")
        UNATTENDED = "unattended", _("national editors told that nobody handles it")
        REVIEW_ASKED = "review_asked", _("review asked")
        REVIEW_DONE = "review_done", _("review done")
        REVIEW_GIVEN_UP = "review_given_up", _("review given up")
        COAUTHOR_INVITED = "coauthor_invited", _("co-author invited")
        COAUTHOR_JOINED = "coauthor_joined", _("co-author joined")
        COAUTHOR_LEFT = "coauthor_left", _("co-author left")
        COAUTHOR_ROLE = "coauthor_role", _("a co-author’s role changed")
        VERSION_RESTORED = "version_restored", _("earlier version taken up again")
        AUTHORS_WITHHELD = "authors_withheld", _("names withheld from the public")
        AUTHORS_SHOWN = "authors_shown", _("names shown to the public")
        REASSIGNED = "reassigned", _("given to somebody else")
        PERSON_ERASED = "person_erased", _("a person’s data erased")

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    # A number that outlives the account: the trail stays when a person is erased.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    # Likewise: to whom it was given, who was reminded.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    comment = models.TextField(blank=True, help_text="Read by the contributor.")
    state_from = models.CharField(max_length=40, blank=True, help_text="`public_state/review_state` before.")
    state_to = models.CharField(max_length=40, blank=True)
    revision = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    region_from = models.CharField(max_length=120, blank=True)
    region_to = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event of a sheet")

    def __str__(self):
        return f"{self.record_id} {self.kind}"
