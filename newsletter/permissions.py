"""Who makes letters: the national editors, and nobody else."""

from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import User
from practices.permissions import Reason, is_national_editor


def may_send(user: User) -> Reason:
    if not is_national_editor(user):
        return _("Only the national editors send letters.")
    return None


class LetterPolicy(ModelPermissionPolicy):
    """For Wagtail's own screens: what may be written may be thrown away, until it has left (the views see to that)."""

    def user_has_permission(self, user, action):
        return is_national_editor(user)

    def user_has_any_permission(self, user, actions):
        return is_national_editor(user)
