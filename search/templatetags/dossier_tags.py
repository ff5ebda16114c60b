"""The way from a search to a dossier."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from publications.domain.dossiers import may_make_dossier
from search.params import SearchParams

register = template.Library()


@register.simple_tag(takes_context=True)
def dossier_url(context: template.Context, params: SearchParams) -> str:
    """Where a national editor makes a dossier of this search; empty for everybody else."""
    if may_make_dossier(context["request"].user):
        return ""
    return f"{reverse('search_dossiers:from_search')}?{urlencode(params.pairs())}"
