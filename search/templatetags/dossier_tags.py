"""The way from a search to a dossier."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

from publications.domain.dossiers import may_make_dossier
from search.dossiers import EVERYTHING
from search.params import SearchParams

register = template.Library()


@register.simple_tag(takes_context=True)
def dossier_url(context: template.Context, params: SearchParams, *, everything: bool = False) -> str:
    """Where a national editor makes a dossier of this search (of sheets, or in everything); empty for everybody else."""
    if may_make_dossier(context["request"].user):
        return ""
    pairs = params.pairs() + ([(EVERYTHING, "1")] if everything else [])
    return f"{reverse('search_dossiers:from_search')}?{urlencode(pairs)}"
