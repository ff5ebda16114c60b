"""The steps of the editorial workflow. National editors name and order them in the admin; publications.domain decides, the board shows."""

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task

from .record import WorkState


class Assent(models.TextChoices):
    """Who must say yes before a step is over."""

    GROUP = "group", _("one of the group")
    READERS = "readers", _("all the readers who were asked, then one of the group")
    AUTHORS = "authors", _("every author, then one of the group")


class EditorialTask(Task):
    """A step: who handles it, how long it may take, who must say yes. `state`: what the record says while a content is there."""

    groups = models.ManyToManyField(
        Group, verbose_name=_("who handles it"), blank=True, help_text=_("Nobody chosen: the national editors."), related_name="+"
    )
    days = models.PositiveSmallIntegerField(
        _("days allowed"), default=10, validators=[MinValueValidator(1), MaxValueValidator(365)], help_text=_("Before it counts as late.")
    )
    assent = models.CharField(_("who must say yes"), max_length=10, choices=Assent.choices, default=Assent.GROUP)

    state: WorkState
    admin_form_fields = [*Task.admin_form_fields, "groups", "days", "assent"]
    admin_form_widgets = {"groups": forms.CheckboxSelectMultiple}

    class Meta:
        abstract = True

    def on_action(self, task_state, user, action_name, **kwargs):
        """Decisions are taken on the board, where the version that was read is known."""
        raise PermissionDenied

    def get_task_states_user_can_moderate(self, user, **kwargs):
        """None: Wagtail's own lists lead to actions that are refused."""
        return self.task_states.none()


class EditorialDeskTask(EditorialTask):
    state = WorkState.SUBMITTED

    class Meta:
        verbose_name = _("editors’ desk")
        verbose_name_plural = _("editors’ desks")

    @classmethod
    def get_description(cls):
        return _("The editors look at what was submitted and take it on.")


class ReadingTask(EditorialTask):
    state = WorkState.READING

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    @classmethod
    def get_description(cls):
        return _("Members read it, each alone; the editors see their grids side by side.")


class LayoutTask(EditorialTask):
    state = WorkState.LAYOUT

    class Meta:
        verbose_name = _("layout")
        verbose_name_plural = _("layouts")

    @classmethod
    def get_description(cls):
        return _("The proof is made as readers will see it, and looked at.")


class SignOffTask(EditorialTask):
    state = WorkState.SIGN_OFF

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")

    @classmethod
    def get_description(cls):
        return _("The authors and an editor agree to the very version that goes out.")


STEP_TYPES = (EditorialDeskTask, ReadingTask, LayoutTask, SignOffTask)
