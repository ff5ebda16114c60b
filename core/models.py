"""The mails that the site has to send, and what clients may still ask."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.outbox import OutboxRow

GIVE_UP_AFTER = timedelta(days=5)
KEPT_FOR = timedelta(days=90)


class OutgoingMailQuerySet(models.QuerySet):
    def to_send(self):
        """Not sent yet, and young enough to be worth another try."""
        return self.filter(sent_at=None, gathered=False, created_at__gt=timezone.now() - GIVE_UP_AFTER)

    def gathering(self):
        """News that wait for the daily message of their reader."""
        return self.filter(sent_at=None, gathered=True)

    def given_up(self):
        """Refused for days: an administrator may want to know."""
        return self.filter(sent_at=None, created_at__lte=timezone.now() - GIVE_UP_AFTER)

    def too_old_to_keep(self):
        """Mails are personal data: they are not kept longer than a question about them is likely."""
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class OutgoingMail(OutboxRow):
    """One mail to one person, written in the transaction that caused it and sent later by the worker."""

    to = models.EmailField(_("recipient"), max_length=254)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    template = models.CharField(_("template"), max_length=200)
    about = models.CharField(_("about"), max_length=100, blank=True, db_index=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)
    gathered = models.BooleanField(default=False, editable=False, help_text="Waits for the daily message.")

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [models.Index(fields=["next_attempt_at"], condition=models.Q(sent_at=None), name="mail_to_send")]

    def __str__(self):
        return f"{self.template} #{self.pk}"


class MailText(models.Model):
    """The words that administrators gave to one kind of mail, in place of the template's own (`core.mail_kinds`)."""

    template = models.CharField(primary_key=True, max_length=200)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    edited_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("text of a message")
        verbose_name_plural = _("texts of messages")
        default_permissions = ("change",)

    def __str__(self):
        return self.template


class ClientAllowance(models.Model):
    """How many requests one client may still make (`core.allowances`). The key is a keyed digest: no address is kept."""

    key = models.CharField(primary_key=True, max_length=64)
    granted = models.PositiveSmallIntegerField(help_text="Handed out by the last taking.")
    left_over = models.FloatField(help_text="What was left after it, at `at`.")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("allowance of a client")
        verbose_name_plural = _("allowances of clients")

    def __str__(self):
        return self.key[:8]
