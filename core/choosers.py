"""What the dialogues share in which the admin has something chosen: a field that finds it by its words."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin


class WordsFilterForm(SearchFilterMixin, BaseFilterForm):
    """Finds by a part of the name, without Wagtail's index; another `matching` finds by other words."""

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any] | list[Any]:
        text = self.cleaned_data["q"]
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        return self.matching(objects, text)

    def matching(self, objects: QuerySet[Any], text: str) -> QuerySet[Any] | list[Any]:
        return objects.filter(name__icontains=text)
