"""The pages of other sites that public contents name, and whether they still answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.outbox import OutboxRow


class ExternalLink(OutboxRow):
    """One address, however many contents name it. Only `publications.domain.external_links` writes it."""

    class Outcome(models.TextChoices):
        FOUND = "found", _("found")
        RESERVED = "reserved", _("keeps programs out")
        MISSING = "missing", _("the page is not there")
        UNKNOWN_HOST = "unknown_host", _("no site has this name")
        NO_ANSWER = "no_answer", _("the site does not answer")
        NOT_SECURE = "not_secure", _("its certificate is not valid")
        NOT_PUBLIC = "not_public", _("not an address that the public can follow")
        REDIRECTS = "redirects", _("sends on without end")

    address = models.CharField(max_length=2000, unique=True)
    host = models.CharField(max_length=255)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, help_text="Empty until it was asked for.")
    status = models.PositiveSmallIntegerField(null=True, help_text="Of the last answer; none when the site did not answer.")
    checked_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True, help_text="First failure of those that have followed one another without a success.")
    is_broken = models.BooleanField(default=False, help_text="Failed on two days: one evil day of another site is no broken link.")

    class Meta:
        ordering = ["pk"]
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        indexes = [models.Index(fields=["next_attempt_at"], name="external_link_due")]

    def __str__(self):
        return self.address
