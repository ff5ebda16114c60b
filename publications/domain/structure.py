"""The tree of the observatory's contents, made below the home page as often as one likes."""

from django.db import transaction
from wagtail.models import Page, Site

from ..models import DossierIndexPage, NewsIndexPage, PublicationIndexPage, ToolIndexPage, VoiceIndexPage
from .steps import load_workflow

#: Model of the index, its title and slug.
INDEXES: tuple[tuple[type[Page], str, str], ...] = (
    (PublicationIndexPage, "Publications", "publications"),
    (NewsIndexPage, "Actualités", "actualites"),
    (ToolIndexPage, "Boîte à outils", "outils"),
    (VoiceIndexPage, "Paroles", "paroles"),
    (DossierIndexPage, "Dossiers", "dossiers"),
)


@transaction.atomic
def load_indexes() -> dict[str, int]:
    """Creates the index pages that are missing, and the workflow of what goes through one."""
    home = Site.objects.get(is_default_site=True).root_page
    missing = [(model, title, slug) for model, title, slug in INDEXES if not model.objects.exists()]
    for model, title, slug in missing:
        home.refresh_from_db()
        home.add_child(instance=model(title=title, slug=slug))
    load_workflow()
    return {"created": len(missing)}
