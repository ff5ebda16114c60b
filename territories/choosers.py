"""Choosing a territory in the admin: panels on a foreign key to one use this of themselves."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from core.choosers import WordsFilterForm

from .models import Territory
from .queries import territories_matching


class TerritoryFilterForm(WordsFilterForm):
    def matching(self, objects: QuerySet[Territory], text: str) -> QuerySet[Territory]:
        return territories_matching(text)


class TerritoryListing:
    """What both the dialogue and its list of results show."""

    filter_form_class = TerritoryFilterForm

    @property
    def columns(self):
        return [*super().columns, Column("get_kind_display", label=_("Kind")), Column("code", label=_("Code"))]


class TerritoryChooseView(TerritoryListing, ChooseView):
    pass


class TerritoryResultsView(TerritoryListing, ChooseResultsView):
    pass


class TerritoryChooserViewSet(ChooserViewSet):
    model = Territory
    icon = "site"
    url_prefix = "choisir/territoire"
    choose_view_class = TerritoryChooseView
    choose_results_view_class = TerritoryResultsView
    choose_one_text = _("Choose a territory")
    choose_another_text = _("Choose another territory")

    def get_object_list(self) -> QuerySet[Territory]:
        return Territory.objects.current().order_by(F("population").desc(nulls_last=True), "search_name", "code")


territory_chooser_viewset = TerritoryChooserViewSet("territory_chooser")
TerritoryChooserWidget = territory_chooser_viewset.widget_class
