"""Both vocabularies in the admin: list, edit, replace by another. There is no deleting."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from .forms import KeywordForm, KeywordReplacementForm, ThemeForm, ThemeReplacementForm
from .models import Keyword, Theme


class VocabularyIndexView(generic.IndexView):
    """The list, with the replacing of each row that is in use."""

    replace_url_name = None

    def get_base_queryset(self):
        relations = ["parent", "successor"] if self.model is Theme else ["successor"]
        return super().get_base_queryset().select_related(*relations)

    def get_list_more_buttons(self, instance):
        buttons = super().get_list_more_buttons(instance)
        if instance.successor_id is None and self.user_has_permission("change"):
            url = reverse(self.replace_url_name, args=[instance.pk])
            buttons.append(MenuItem(gettext("Merge or retire"), url=url, icon_name="resubmit", priority=40))
        return buttons


class VocabularyEditView(generic.EditView):
    """One row; its address is shown nowhere because it never changes."""

    replace_url_name = None

    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if self.object.successor_id is None:
            url = reverse(self.replace_url_name, args=[self.object.pk])
            buttons.append(Button(gettext("Merge or retire"), url=url, icon_name="resubmit", priority=40))
        return buttons


class ReplaceView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Merges a row into another or retires it: sheets follow, nothing is lost."""

    model = None
    index_url_name = None
    replace_url_name = None
    permission_required = "change"
    template_name = "wagtailadmin/generic/form.html"
    page_title = _("Merge or retire")
    header_icon = "resubmit"

    def setup(self, request, *args, pk, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(self.model.objects.current(), pk=pk)

    def get_page_subtitle(self):
        return self.object.name

    def get_breadcrumbs_items(self):
        index = {"url": reverse(self.index_url_name), "label": self.model._meta.verbose_name_plural.capitalize()}
        return [*self.breadcrumbs_items, index, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.object}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["action_url"] = reverse(self.replace_url_name, args=[self.object.pk])
        context["submit_button_label"] = gettext("Replace")
        context["submit_button_active_label"] = gettext("Replacing…")
        context["media"] = context["form"].media
        return context

    def form_valid(self, form):
        form.save()
        log(self.object, "wagtail.edit", user=self.request.user)
        values = {"old": self.object.name, "new": form.cleaned_data["replacement"]}
        messages.success(self.request, gettext("“%(old)s” is now replaced by “%(new)s”.") % values)
        return redirect(self.index_url_name)


class VocabularyViewSet(ModelViewSet):
    """What themes and keywords have in common."""

    icon = "tag"
    index_view_class = VocabularyIndexView
    edit_view_class = VocabularyEditView
    replacement_form = None
    search_fields = ["name"]
    search_backend_name = None
    list_per_page = 100
    copy_view_enabled = False
    add_to_reference_index = False

    def get_common_view_kwargs(self, **kwargs):
        # No `delete_url_name`: nobody is offered what the permission policy refuses to all.
        kwargs = super().get_common_view_kwargs(replace_url_name=self.get_url_name("replace"), **kwargs)
        return {**kwargs, "delete_url_name": None}

    @property
    def replace_view(self):
        return self.construct_view(ReplaceView, form_class=self.replacement_form)

    def get_urlpatterns(self):
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]
        return [*kept, path("replace/<int:pk>/", self.replace_view, name="replace")]


class ThemeViewSet(VocabularyViewSet):
    model = Theme
    name = "theme_vocabulary"
    url_prefix = "themes"
    replacement_form = ThemeReplacementForm
    list_display = ["name", "parent", "alternative_label_list", "successor"]
    list_filter = ["parent"]
    ordering = ["name"]

    def get_form_class(self, for_update=False):
        return ThemeForm


class KeywordViewSet(VocabularyViewSet):
    model = Keyword
    name = "keyword_vocabulary"
    url_prefix = "mots-cles"
    replacement_form = KeywordReplacementForm
    list_display = ["name", "successor"]
    ordering = ["name"]

    def get_form_class(self, for_update=False):
        return KeywordForm


class VocabularyViewSetGroup(ModelViewSetGroup):
    menu_label = _("Vocabularies")
    menu_icon = "tag"
    menu_order = 300
    items = (ThemeViewSet, KeywordViewSet)
