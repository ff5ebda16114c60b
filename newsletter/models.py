"""The letter of the observatory: its numbers, who receives them, and what became of each one sent."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import StreamField

from core.outbox import OutboxRow

from .blocks import LetterBlock

#: How long the link that confirms a subscription can be used; then the request is forgotten.
CONFIRMED_WITHIN = timedelta(days=7)


def _codes(name):
    return ArrayField(models.CharField(max_length=100), verbose_name=name, default=list, blank=True)


class IssueState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("letter", "draft")
    SCHEDULED = "scheduled", pgettext_lazy("letter", "scheduled")
    SENDING = "sending", pgettext_lazy("letter", "being sent")
    STOPPED = "stopped", pgettext_lazy("letter", "stopped")
    SENT = "sent", pgettext_lazy("letter", "sent")


#: Begun: it has a number, and its web version is public.
BEGUN = (IssueState.SENDING, IssueState.STOPPED, IssueState.SENT)


class IssueQuerySet(models.QuerySet):
    def public(self):
        """Those that have begun to leave, the newest first."""
        return self.filter(state__in=BEGUN).order_by("-number")


class Issue(models.Model):
    """One number of the letter. What it names is read from the public records whenever it is drawn."""

    number = models.PositiveIntegerField(_("number of the letter"), unique=True, null=True, editable=False)
    subject = models.CharField(_("subject"), max_length=120, help_text=_("What people read first: say what the letter brings."))
    preheader = models.CharField(
        _("first line"), max_length=150, blank=True, help_text=_("Shown after the subject by most mail programs, before one opens.")
    )
    body = StreamField(LetterBlock(), verbose_name=_("content"), blank=True)
    themes = _codes(_("themes"))
    regions = _codes(_("regions"))
    state = models.CharField(_("state"), max_length=12, choices=IssueState.choices, default=IssueState.DRAFT, editable=False)
    scheduled_for = models.DateTimeField(_("leaves at"), null=True, blank=True, editable=False)
    begun_at = models.DateTimeField(_("left at"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with each save: what leaves is what was looked at.")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+")

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=BEGUN) | Q(number__isnull=False, begun_at__isnull=False), name="letter_begun_has_number"
            ),
            models.CheckConstraint(
                condition=~Q(state=IssueState.SCHEDULED) | Q(scheduled_for__isnull=False), name="letter_scheduled_has_time"
            ),
        ]

    def __str__(self):
        return self.subject

    def get_absolute_url(self):
        return reverse("newsletter:issue", args=[self.number])

    @property
    def is_editable(self) -> bool:
        return self.state == IssueState.DRAFT


class SubscriberQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def forgettable(self):
        """Asked for, and not confirmed while it could be."""
        return self.filter(confirmed_at=None, first_asked_at__lte=timezone.now() - CONFIRMED_WITHIN)


class Subscriber(models.Model):
    """An address to which letters are sent once it has been confirmed. Leaving deletes the row."""

    email = models.EmailField(_("mail address"), max_length=254)
    themes = _codes(_("themes"))
    regions = _codes(_("regions"))
    first_asked_at = models.DateTimeField(_("asked at"), default=timezone.now, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False, help_text="When the form last made a mail leave to this address.")
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, editable=False)
    refusals = models.PositiveSmallIntegerField(default=0, editable=False, help_text="Letters in a row that its server refused for good.")

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [models.UniqueConstraint(Lower("email"), name="subscriber_once_an_address")]

    def __str__(self):
        return f"#{self.pk}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("delivery", "waits")
    HANDED = "handed", pgettext_lazy("delivery", "being handed over")
    SENT = "sent", pgettext_lazy("delivery", "sent")
    REFUSED = "refused", pgettext_lazy("delivery", "refused")
    UNSURE = "unsure", pgettext_lazy("delivery", "perhaps received")
    EMPTY = "empty", pgettext_lazy("delivery", "nothing to say")


class DeliveryQuerySet(models.QuerySet):
    def to_send(self):
        """Subqueries, not joins: taking rows must not lock the letter itself."""
        return self.filter(
            state=DeliveryState.WAITING, subscriber__isnull=False, issue__in=Issue.objects.filter(state=IssueState.SENDING).values("pk")
        )

    def left_behind(self):
        """Handed over by a worker that did not live to say what came of it."""
        return self.filter(state=DeliveryState.HANDED, leased_until__lt=timezone.now())


class Delivery(OutboxRow):
    """One letter to one subscriber. The subscriber is forgotten when she leaves, and in any case after a while; the count stays."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries")
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    put_off = models.PositiveSmallIntegerField(default=0, help_text="How often the recipient's server asked to come back later.")
    settled_at = models.DateTimeField(null=True)
    unsubscribed_at = models.DateTimeField(null=True, help_text="Left by the link of this very letter.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter sent")
        verbose_name_plural = _("letters sent")
        constraints = [models.UniqueConstraint(fields=["issue", "subscriber"], name="letter_once_a_subscriber")]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(state=DeliveryState.WAITING), name="letter_to_send"),
            models.Index(fields=["leased_until"], condition=Q(state=DeliveryState.HANDED), name="letter_handed"),
        ]

    def __str__(self):
        return f"{self.issue_id} #{self.pk}"


class TrialLetter(OutboxRow):
    """A letter that an editor sends herself to see it; deleted once it has left."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("letter to try")
        verbose_name_plural = _("letters to try")

    def __str__(self):
        return f"{self.issue_id} #{self.pk}"
