"""The report of what people search for, and search for in vain; for those who keep the lexicon."""

from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from .models import LexiconEntry, SearchCount
from .sought import first_month

HEADINGS = {
    "term": _("Words asked for"),
    "searches": _("Searches"),
    "in_vain": _("Without an answer"),
    "latest_hits": _("Sheets found last time"),
    "latest_day": _("Last search"),
}
policy = ModelPermissionPolicy(LexiconEntry)


class SoughtFilterSet(WagtailFilterSet):
    period = django_filters.ChoiceFilter(
        label=_("Period"),
        choices=[("1", _("This month")), ("3", _("Three months"))],
        empty_label=_("Twelve months"),
        method="within",
        widget=forms.RadioSelect,
    )
    answer = django_filters.ChoiceFilter(
        label=_("Answer"),
        choices=[("none", _("Sought in vain"))],
        empty_label=_("All searches"),
        method="in_vain",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = SearchCount
        fields: list[str] = []

    def within(self, counts: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return counts.filter(month__gte=first_month(int(value), timezone.localdate()))

    def in_vain(self, counts: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return counts.filter(in_vain__gt=0)


class SoughtView(ReportView):
    """One line for each thing sought, whatever the months."""

    model = SearchCount
    page_title = _("What people search for")
    header_icon = "search"
    results_template_name = "search/admin/sought_results.html"
    index_url_name = "search_sought:index"
    index_results_url_name = "search_sought:results"
    filterset_class = SoughtFilterSet
    default_ordering = ("-searches", "term")
    list_export = list(HEADINGS)
    export_headings = HEADINGS
    export_filename = "recherches"
    permission_policy = policy
    any_permission_required = ["add", "change"]
    columns = [
        TitleColumn("term", label=HEADINGS["term"], get_url=lambda row: _link("search:practices", q=row["term"]), sort_key="term"),
        NumberColumn("searches", label=HEADINGS["searches"], sort_key="searches"),
        NumberColumn("in_vain", label=HEADINGS["in_vain"], sort_key="in_vain"),
        NumberColumn("latest_hits", label=HEADINGS["latest_hits"], sort_key="latest_hits"),
        Column("latest_day", label=HEADINGS["latest_day"], sort_key="latest_day"),
        TitleColumn(
            "lexicon",
            label=_("Lexicon"),
            accessor=lambda row: _("Add to the lexicon"),
            get_url=lambda row: _link("search_lexicon:add", typed=row["term"]),
        ),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        latest = SearchCount.objects.filter(term=OuterRef("term")).order_by("-month")
        return (
            SearchCount.objects.exclude(term="")
            .values("term")
            .annotate(
                searches=Sum("times"),
                in_vain=Sum("unanswered"),
                latest_day=Max("last_day"),
                latest_hits=Subquery(latest.values("last_hits")[:1]),
            )
        )

    @cached_property
    def rare(self) -> int:
        """Searches for words that too few asked for: they are counted here and not shown."""
        return SearchCount.objects.filter(term="").aggregate(number=Sum("times"))["number"] or 0


class SoughtMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return policy.user_has_any_permission(request.user, ["add", "change"])


def menu_item() -> MenuItem:
    return SoughtMenuItem(_("What people search for"), reverse("search_sought:index"), name="sought", icon_name="search", order=600)


urlpatterns = [
    path("", SoughtView.as_view(), name="index"),
    path("results/", SoughtView.as_view(results_only=True), name="results"),
]


def _link(name: str, **query: str) -> str:
    return f"{reverse(name)}?{urlencode(query)}"
