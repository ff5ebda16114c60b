"""What readers keep: searches whose new sheets they are told of, and lists of sheets. All of it goes with their account."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.outbox import OutboxRow

NAME_LENGTH = 120
NOTE_LENGTH = 2_000
#: How long the link of the first mail can be used; sheets are kept for the answer that long.
CONSENT_LINK_LIFE = timedelta(days=30)


class Rhythm(models.TextChoices):
    EACH = "each", pgettext_lazy("rhythm", "at each publication")
    DAILY = "daily", pgettext_lazy("rhythm", "every day, in the morning")
    WEEKLY = "weekly", pgettext_lazy("rhythm", "every week, on Monday morning")
    NEVER = "never", pgettext_lazy("rhythm", "never (I come and look)")


class AlertConsent(models.Model):
    """Whether alerts may be mailed to this person: asked by a first mail, given by its link. No row: not asked, or taken back."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="alert_consent", verbose_name=_("person"))
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    given_at = models.DateTimeField(_("given at"), null=True)

    class Meta:
        verbose_name = _("consent to alerts")
        verbose_name_plural = _("consents to alerts")

    def __str__(self):
        return f"#{self.pk}"


class SavedSearchQuerySet(models.QuerySet):
    def followed(self):
        """Searches whose new sheets somebody waits for, or will once the first mail is answered."""
        asked = Q(user__alert_consent__given_at__isnull=False) | Q(user__alert_consent__asked_at__gt=timezone.now() - CONSENT_LINK_LIFE)
        return self.filter(asked, user__is_active=True).exclude(rhythm=Rhythm.NEVER)


class SavedSearch(models.Model):
    """One search of one person. `query`: the search as an address has it, in one fixed order, without sort and page."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    query = models.TextField(_("search"), blank=True)
    rhythm = models.CharField(_("rhythm of alerts"), max_length=10, choices=Rhythm.choices)
    created_at = models.DateTimeField(_("saved at"), default=timezone.now, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint("user", MD5("query"), name="saved_search_once_a_person")]

    def __str__(self):
        return f"#{self.pk}"

    def get_absolute_url(self):
        address = reverse("search:practices")
        return f"{address}?{self.query}" if self.query else address

    @property
    def parameters(self) -> QueryDict:
        """The search as it came from an address."""
        return QueryDict(self.query)


class MatchQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(sent_at=None)


class Match(models.Model):
    """A new sheet that answers to a saved search. Told once: the row stays when it has been."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="matches", verbose_name=_("saved search"))
    identifier = models.CharField(_("sheet’s identifier"), max_length=11)
    found_at = models.DateTimeField(_("found at"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("told at"), null=True, editable=False)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("sheet for an alert")
        verbose_name_plural = _("sheets for alerts")
        constraints = [models.UniqueConstraint(fields=["search", "identifier"], name="match_once_a_search")]
        indexes = [
            models.Index(fields=["search", "found_at"], condition=Q(sent_at=None), name="match_unsent"),
            models.Index(fields=["search", "sent_at"], name="match_last_sent"),
        ]

    def __str__(self):
        return f"{self.identifier} #{self.search_id}"


class NewSheet(OutboxRow):
    """A sheet published for the first time, to hold against all saved searches once search sees it."""

    identifier = models.CharField(_("sheet’s identifier"), max_length=11, unique=True)
    version = models.PositiveBigIntegerField(_("sheet’s version"))

    class Meta:
        verbose_name = _("new sheet")
        verbose_name_plural = _("new sheets")
        indexes = [models.Index(fields=["next_attempt_at"], name="new_sheet_due")]

    def __str__(self):
        return self.identifier


class SheetList(models.Model):
    """Sheets that somebody gathered. `token`: whoever has it may read the list; empty when it is not shared."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="sheet_lists", verbose_name=_("person"))
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    token = models.CharField(_("secret of the link"), max_length=64, blank=True, editable=False)
    shares_notes = models.BooleanField(_("notes are shared too"), default=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("list of sheets")
        verbose_name_plural = _("lists of sheets")
        ordering = ["-changed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["token"], condition=~Q(token=""), name="shared_list_token")]

    def __str__(self):
        return f"#{self.pk}"

    def get_absolute_url(self):
        return reverse("saved:list", args=[self.pk])


class KeptSheet(models.Model):
    """One sheet in a list, with what its owner notes about it. The sheet itself may have left the public since."""

    list = models.ForeignKey(SheetList, models.CASCADE, related_name="sheets", verbose_name=_("list of sheets"))
    identifier = models.CharField(_("sheet’s identifier"), max_length=11)
    note = models.CharField(_("note"), max_length=NOTE_LENGTH, blank=True)
    position = models.PositiveIntegerField(_("position"))
    added_at = models.DateTimeField(_("added at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("sheet of a list")
        verbose_name_plural = _("sheets of a list")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "identifier"], name="kept_once_a_list")]

    def __str__(self):
        return f"{self.identifier} #{self.list_id}"
