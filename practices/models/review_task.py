"""The one step of the workflow of sheets. It offers no action of Wagtail's own: practices.domain decides, the desk shows."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task


class RegionalReviewTask(Task):
    """Review by the editors of the sheet's region: the group comes from the page above the sheet."""

    class Meta:
        verbose_name = _("regional review")

    @classmethod
    def get_description(cls):
        return _("The editors of the region in charge read the sheet and decide.")

    def on_action(self, task_state, user, action_name, **kwargs):
        """Decisions are taken on the desk, where the version that was read is known."""
        raise PermissionDenied

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """None: Wagtail's own lists would show titles across regions and lead to actions that are refused."""
        return self.task_states.none()
