"""Who writes a sheet with its contributor, and what they say to each other about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .record import PracticeRecord


class CoAuthor(models.Model):
    """An invitation to a sheet by mail, and once accepted the person who joined."""

    class Role(models.TextChoices):
        READ = "read", _("reads")
        COMMENT = "comment", _("reads and comments")
        EDIT = "edit", _("writes")

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="coauthors")
    email = models.EmailField(_("mail address"), help_text="Where the invitation went; emptied once it is accepted.", blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="coauthored")
    role = models.CharField(_("what the co-author may do"), max_length=10, choices=Role.choices)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    offered_at = models.DateTimeField(
        null=True, blank=True, help_text="When the sheet was proposed to this co-author, to hold it; answered: empty."
    )

    class Meta:
        ordering = ["invited_at", "pk"]
        verbose_name = _("co-author")
        constraints = [
            models.UniqueConstraint(fields=["record", "user"], name="coauthor_once_a_sheet"),
            models.UniqueConstraint(fields=["record", "email"], condition=~Q(email=""), name="coauthor_invited_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=True, accepted_at__isnull=True) & ~Q(email="") | Q(user__isnull=False, accepted_at__isnull=False),
                name="coauthor_invited_or_joined",
            ),
        ]

    def __str__(self):
        return f"{self.record_id} {self.role}"


class Comment(models.Model):
    """A remark on one field of a sheet, or an answer to one; seen by those who write it, never by editors or the public."""

    record = models.ForeignKey(PracticeRecord, on_delete=models.CASCADE, related_name="comments")
    field = models.CharField(max_length=60, help_text="Key of the field (practices.sheet); empty: the sheet as a whole.", blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("comment on a sheet")
        indexes = [models.Index(fields=["record", "field"], name="comments_of_field")]

    def __str__(self):
        return f"{self.record_id} {self.field}"


class CommentNotice(models.Model):
    """A comment that somebody is to hear of. Told by mail, several at once (`together.digests`); read on the page first, it is not."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comment_notices")
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True, help_text="Kept for an hour: the next mail waits as long.")

    class Meta:
        verbose_name = _("comment to tell of")
        constraints = [models.UniqueConstraint(fields=["comment", "user"], name="comment_told_once")]

    def __str__(self):
        return f"{self.comment_id} {self.user_id}"
