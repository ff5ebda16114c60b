"""Readings of a sheet by reviewers, and what its contributor is asked to change."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from .record import PracticeRecord


class Review(models.Model):
    """One reader's grid on one round of a sheet: a member with an account, or somebody invited by mail with a signed link.

    Seen by nobody else before it is done; then by the editors, side by side with the others.
    """

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="reviews")
    round = models.PositiveSmallIntegerField(help_text="The submission that is read: PracticeRecord.round.")
    # A review that was done outlives its reader's account: its answers stay, nobody's.
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reviews")
    email = models.EmailField(_("mail address"), blank=True, help_text="Of a reviewer without an account.")
    name = models.CharField(_("name"), max_length=120, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(_("due on"))
    reminded_before_at = models.DateTimeField(null=True, blank=True)
    reminded_after_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True, help_text="Silent for too long, refused, or taken back by the editors.")
    given_up_why = models.CharField(
        max_length=10, blank=True, choices=[("silent", "silent"), ("refused", "refused"), ("removed", "removed")]
    )
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="The version read."
    )
    grid = models.JSONField(default=dict, blank=True, help_text='{"1": {"answer": "yes", "comment": ""}, …}; answers: yes, no, unset.')
    remarks = models.TextField(blank=True, help_text="For the editors.")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("review of a sheet")
        constraints = [
            models.UniqueConstraint(fields=["record", "round", "reviewer"], name="review_once_a_round"),
            models.UniqueConstraint(fields=["record", "round", "email"], condition=~Q(email=""), name="review_by_mail_once_a_round"),
            models.CheckConstraint(
                condition=Q(reviewer__isnull=False) | ~Q(email="") | Q(done_at__isnull=False) | Q(given_up_at__isnull=False),
                name="review_awaited_has_a_reader",
            ),
            models.CheckConstraint(condition=Q(done_at__isnull=True) | Q(given_up_at__isnull=True), name="review_done_or_given_up"),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True, given_up_at__isnull=True), name="reviews_awaited"),
        ]

    def __str__(self):
        return f"{self.record_id} #{self.pk}"


class ChangeRequest(models.Model):
    """What the editors ask to change in one field, and what the contributor answers. Written with the decision, read by both."""

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="change_requests")
    round = models.PositiveSmallIntegerField(help_text="The submission that was read: PracticeRecord.round.")
    field = models.CharField(max_length=60, blank=True, help_text="Key of the field (practices.sheet); empty: the sheet as a whole.")
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True, help_text="The editors are content with the answer.")

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("request for a change")
        indexes = [models.Index(fields=["record", "round"], name="change_requests_of_round")]

    def __str__(self):
        return f"{self.record_id} {self.field}"


class Reading(models.Model):
    """The version that an editor last had on her screen in one round: of a sheet that comes back, she is shown what changed since."""

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField(help_text="The submission that was read: PracticeRecord.round.")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading by an editor")
        constraints = [models.UniqueConstraint(fields=["record", "reader", "round"], name="reading_once_a_round")]

    def __str__(self):
        return f"{self.record_id} round {self.round}"
