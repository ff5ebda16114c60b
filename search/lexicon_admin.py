"""The search lexicon in the admin: what people type and what sheets write instead."""

from django import forms
from django.contrib.postgres.forms import SimpleArrayField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import CreateView
from wagtail.admin.viewsets.model import ModelViewSet

from .models import LexiconEntry


class LexiconForm(forms.ModelForm):
    """An entry as editors write it."""

    meant = SimpleArrayField(
        forms.CharField(max_length=120, required=False),
        delimiter="\n",
        widget=forms.Textarea(attrs={"rows": 4}),
        label=_("What sheets write"),
        help_text=_("One a line. Several words are looked for in a row."),
    )

    class Meta:
        model = LexiconEntry
        fields = ["kind", "typed", "meant", "both_ways", "reason", "in_use"]

    def clean_meant(self) -> list[str]:
        return list(dict.fromkeys(text for text in self.cleaned_data["meant"] if text))

    def save(self, commit: bool = True) -> LexiconEntry:
        self.instance.is_edited = True
        return super().save(commit)


class LexiconAddView(CreateView):
    """`?typed=` begins the entry with what people typed (the report of what is sought)."""

    def get_initial(self):
        return {"typed": self.request.GET.get("typed", "")}


class LexiconViewSet(ModelViewSet):
    model = LexiconEntry
    add_view_class = LexiconAddView
    name = "search_lexicon"
    url_prefix = "lexique"
    icon = "search"
    menu_label = _("Search lexicon")
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["typed", "kind", "meant", "both_ways", "in_use"]
    list_filter = ["kind", "in_use"]
    search_fields = ["typed", "reason"]
    search_backend_name = None
    list_per_page = 100
    copy_view_enabled = False
    add_to_reference_index = False

    def get_form_class(self, for_update: bool = False) -> type[LexiconForm]:
        return LexiconForm

    def get_common_view_kwargs(self, **kwargs):
        return {**super().get_common_view_kwargs(**kwargs), "delete_url_name": None}

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "delete"]
