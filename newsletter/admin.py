"""Writing a letter in Wagtail's admin: its form, its list, and the way to where it is looked at and sent."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from .choices import regions, themes
from .models import Issue, IssueState

HELP = _(
    "A letter is made of parts in an order: headings, texts of yours, and sheets or publications that you name by their address. "
    "Their title and summary are read from the site when the letter leaves. Save it, then look at it and send it to yourself."
)
ADDRESSED = _("Tick nothing to write to all subscribers. Those who follow everything always receive it.")


class IssueForm(WagtailAdminModelForm):
    themes = forms.MultipleChoiceField(label=_("Themes"), choices=themes, required=False, widget=forms.CheckboxSelectMultiple)
    regions = forms.MultipleChoiceField(label=_("Regions"), choices=regions, required=False, widget=forms.CheckboxSelectMultiple)

    @transaction.atomic
    def save(self, commit: bool = True) -> Issue:
        """Only what the form holds: one that has left meanwhile is not brought back."""
        if self.instance.pk is None:
            return super().save(commit)
        if not Issue.objects.select_for_update().filter(pk=self.instance.pk, state=IssueState.DRAFT).exists():
            raise PermissionDenied
        self.instance.version = F("version") + 1
        self.instance.save(update_fields=["subject", "preheader", "body", "themes", "regions", "version"])
        self.instance.refresh_from_db(fields=["version"])
        return self.instance


def page_of(issue: Issue) -> str:
    return reverse("newsletter_admin:issue", args=[issue.pk])


class _LooksAtIt:
    """Once saved, one looks at it."""

    object: Issue
    form: IssueForm

    def get_success_url(self) -> str:
        return page_of(self.form.instance)

    def get_success_buttons(self) -> list[Any]:
        return []


class LetterIndexView(generic.IndexView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [
            Button(_("Begin with what is new"), url=reverse("newsletter_admin:new_letter"), icon_name="list-ul", priority=5),
            Button(_("Subscribers"), url=reverse("newsletter_admin:subscribers"), icon_name="group", priority=10),
            *super().header_more_buttons,
        ]


class LetterCreateView(_LooksAtIt, generic.CreateView):
    pass


class LetterEditView(_LooksAtIt, generic.EditView):
    """Drafts only: what is on its way is looked at."""

    def dispatch(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.object.is_editable:
            return redirect(page_of(self.object))
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [Button(_("Look at it and send it"), url=page_of(self.object), icon_name="view", priority=10), *super().header_more_buttons]


class LetterDeleteView(generic.DeleteView):
    def delete_action(self) -> None:
        if not Issue.objects.filter(pk=self.object.pk, state=IssueState.DRAFT).delete()[0]:
            raise PermissionDenied


class LetterViewSet(ModelViewSet):
    model = Issue
    name = "newsletter_letters"
    url_prefix = "lettres"
    icon = "mail"
    menu_label = _("Letter")
    menu_order = 320
    add_to_admin_menu = True
    index_view_class = LetterIndexView
    add_view_class = LetterCreateView
    edit_view_class = LetterEditView
    delete_view_class = LetterDeleteView
    copy_view_enabled = False
    add_to_reference_index = False
    search_fields = ["subject"]
    search_backend_name = None
    list_display = ["subject", "number", "state", "scheduled_for", "begun_at"]
    edit_handler = ObjectList(
        [
            HelpPanel(content=HELP),
            FieldPanel("subject"),
            FieldPanel("preheader"),
            FieldPanel("body"),
            MultiFieldPanel([HelpPanel(content=ADDRESSED), FieldPanel("themes"), FieldPanel("regions")], heading=_("Addressed to")),
        ],
        base_form_class=IssueForm,
    )
