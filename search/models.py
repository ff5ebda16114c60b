"""What the index still has to hear of, and the lexicon that editors keep."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.outbox import OutboxRow


class IndexRequest(OutboxRow):
    """One sheet or content in one version to bring into its index, or to take out.

    Written with the publication, deleted once the engine has it.
    """

    identifier = models.CharField(_("sheet’s identifier"), max_length=11)
    version = models.PositiveBigIntegerField(_("sheet’s version"))
    deleted = models.BooleanField(_("leaves the index"), default=False)

    class Meta:
        verbose_name = _("index request")
        verbose_name_plural = _("index requests")
        constraints = [models.UniqueConstraint(fields=["identifier", "version"], name="index_request_once_a_version")]
        indexes = [models.Index(fields=["next_attempt_at"], name="index_request_due")]

    def __str__(self):
        return f"{self.identifier} v{self.version}"


class LexiconEntry(models.Model):
    """What people type, and what sheets write instead. Searches follow a change within seconds; nothing is indexed anew."""

    class Kind(models.TextChoices):
        ACRONYM = "acronym", _("Acronym")
        NEAR = "near", _("Near-synonym")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.NEAR)
    typed = models.CharField(_("what people type"), max_length=60, help_text=_("One word or a few: “SDF”, “boulot”."))
    meant = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("what sheets write"),
        help_text=_("One or several, parted by commas. An acronym’s expansion is looked for as a whole."),
    )
    both_ways = models.BooleanField(
        _("also the other way"), default=False, help_text=_("Whoever types the second is given the first too. Always so for an acronym.")
    )
    reason = models.CharField(_("reason"), max_length=300, help_text=_("Why these words stand for each other: the next editor will ask."))
    in_use = models.BooleanField(_("in use"), default=True)
    is_edited = models.BooleanField(default=False, editable=False, help_text="Editors changed it: loading the file leaves it alone.")

    class Meta:
        verbose_name = _("entry of the search lexicon")
        verbose_name_plural = _("search lexicon")
        ordering = ["typed"]
        constraints = [models.UniqueConstraint(fields=["kind", "typed"], name="lexicon_entry_once")]

    def __str__(self):
        return self.typed


class SearchCount(models.Model):
    """How often the same words were asked for in a month (`search.sought`). Nothing says by whom or when.

    The words are written out only once several searches asked for them: what one person alone asks for may be about a person.
    """

    #: The first of the month.
    month = models.DateField(_("month"))
    key = models.CharField(max_length=64, editable=False, help_text="A keyed digest of the words.")
    term = models.CharField(_("words"), max_length=80, blank=True)
    times = models.PositiveIntegerField(_("searches"), default=0)
    unanswered = models.PositiveIntegerField(_("without an answer"), default=0)
    last_hits = models.PositiveIntegerField(_("sheets found last time"), default=0)
    last_day = models.DateField(_("last search"))

    class Meta:
        verbose_name = _("words sought")
        verbose_name_plural = _("words sought")
        constraints = [models.UniqueConstraint(fields=["month", "key"], name="search_count_once_a_month")]
        # Nobody writes counts by hand.
        default_permissions = ()

    def __str__(self):
        return f"{self.term or '…'} {self.month:%Y-%m}"
