"""Choosing a theme or a keyword in the admin: panels on a foreign key to them use these of themselves."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from core.choosers import WordsFilterForm

from .models import Keyword, Theme
from .queries import search_themes

_MOST_THEMES = 200


class ThemeFilterForm(WordsFilterForm):
    def matching(self, objects: QuerySet[Theme], text: str) -> QuerySet[Theme] | list[Theme]:
        return search_themes(text, limit=_MOST_THEMES)


class ThemeChooseView(ChooseView):
    filter_form_class = ThemeFilterForm


class ThemeResultsView(ChooseResultsView):
    filter_form_class = ThemeFilterForm


class KeywordChooseView(ChooseView):
    filter_form_class = WordsFilterForm


class KeywordResultsView(ChooseResultsView):
    filter_form_class = WordsFilterForm


class ThemeChooserViewSet(ChooserViewSet):
    model = Theme
    icon = "tag"
    url_prefix = "choisir/theme"
    choose_view_class = ThemeChooseView
    choose_results_view_class = ThemeResultsView
    choose_one_text = _("Choose a theme")
    choose_another_text = _("Choose another theme")
    edit_item_text = _("Edit this theme")

    def get_object_list(self) -> QuerySet[Theme]:
        return Theme.objects.current().order_by("name")


class KeywordChooserViewSet(ChooserViewSet):
    model = Keyword
    icon = "tag"
    url_prefix = "choisir/mot-cle"
    choose_view_class = KeywordChooseView
    choose_results_view_class = KeywordResultsView
    choose_one_text = _("Choose a keyword")
    choose_another_text = _("Choose another keyword")
    edit_item_text = _("Edit this keyword")

    def get_object_list(self) -> QuerySet[Keyword]:
        return Keyword.objects.current()


theme_chooser_viewset = ThemeChooserViewSet("theme_chooser")
keyword_chooser_viewset = KeywordChooserViewSet("keyword_chooser")
ThemeChooserWidget = theme_chooser_viewset.widget_class
KeywordChooserWidget = keyword_chooser_viewset.widget_class
