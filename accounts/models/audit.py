"""What happened to accounts and rights: append-only, by numbers that outlive the accounts."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _person(related_name):
    """A number that outlives the account: the trail stays when a person is erased."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name=related_name
    )


class AccountEvent(models.Model):
    """One act on an account or a right. The database refuses to change or delete it; no name and no address ever stands in it."""

    class Kind(models.TextChoices):
        SIGNED_UP = "signed_up", _("account made")
        INVITED = "invited", _("editor invited")
        INVITATION_WITHDRAWN = "invitation_withdrawn", _("invitation of an editor withdrawn")
        INVITATION_ACCEPTED = "invitation_accepted", _("invitation of an editor accepted")
        EDITOR_LEFT = "editor_left", _("editor left a region")
        ROLE_GIVEN = "role_given", _("role given")
        ROLE_REMOVED = "role_removed", _("role taken away")
        FULL_RIGHTS_GIVEN = "full_rights_given", _("full rights given")
        FULL_RIGHTS_REMOVED = "full_rights_removed", _("full rights taken away")
        SUSPENDED = "suspended", _("account suspended")
        REACTIVATED = "reactivated", _("account open again")
        FACTOR_ADDED = "factor_added", _("second factor added")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        DATA_EXPORTED = "data_exported", _("own data downloaded")
        DELETION_ASKED = "deletion_asked", _("deletion asked")
        DELETION_GIVEN_UP = "deletion_given_up", _("deletion given up")
        INACTIVITY_WARNED = "inactivity_warned", _("warned of a deletion for inactivity")
        INACTIVE_EDITOR = "inactive_editor", _("administrators told that an editor is inactive")
        ERASED = "erased", _("account deleted")
        AUDIT_EXPORTED = "audit_exported", _("audit downloaded")

    kind = models.CharField(max_length=24, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    actor = _person("+")
    subject = _person("+")
    about = models.CharField(max_length=200, blank=True, help_text="The role, the region: never a person.")

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event of an account")
        indexes = [models.Index(fields=["at"], name="account_events_by_time")]

    def __str__(self):
        return f"{self.kind} #{self.subject_id}"
