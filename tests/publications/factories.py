"""Contents of every kind, written as the page editor writes them and published by the domain."""

from io import BytesIO
from typing import Any

from django.utils import timezone

from practices.uploads import Ready
from publications.domain.consents import Given, record_agreement
from publications.domain.publication import publish_revision
from publications.domain.records import locked_record
from publications.models import ContentTerritory, EditorialPage, NewsIndexPage, NewsPage, VoiceAgreement, VoiceIndexPage, VoicePage
from territories.models import Territory
from tests.practices.factories import make_editor
from themes.models import Theme

WORDS = "Avant, je regardais par la fenêtre.\n\nMaintenant je descends."


def make_news(*, title: str = "Une journée d’étude", **values: Any) -> NewsPage:
    return make_content(NewsPage, NewsIndexPage.objects.get(), title=title, **values)


def make_content(model: type[EditorialPage], parent, *, themes=(), territories=(), **values: Any) -> Any:
    """A draft below `parent`, with one revision. `themes`: slugs; `territories`: codes."""
    page = model(live=False, **values)
    parent.add_child(instance=page)
    page.themes.set(Theme.objects.filter(slug__in=themes))
    page.territory_rows = [ContentTerritory(territory=Territory.objects.get(pk=code)) for code in territories]
    page.save_revision()
    return page


def make_voice(*, title: str = "Je descends", agreed: tuple[str, ...] = ("site",), **values: Any) -> VoicePage:
    """The words of a person who signs Samira; `agreed`: the uses that she agrees to."""
    values = {"said_by": "Samira", "said_as": "locataire", "words": WORDS} | values
    page = make_content(VoicePage, VoiceIndexPage.objects.get(), title=title, **values)
    if agreed:
        agree(page, *agreed)
    return page


def agree(page: VoicePage, *uses: str, by=None, **given: Any) -> VoiceAgreement:
    """She signed a paper today; `given`: what else it says (publications.domain.consents.Given)."""
    given = {"given_on": timezone.localdate(), "manner": "signed_paper"} | given
    proof = Ready(BytesIO(b"%PDF-1.4 accord"), "pdf")
    return record_agreement(page_id=page.pk, by=by or make_editor(None), given=Given(uses=uses, **given), proof=proof)


def publish(page: EditorialPage) -> EditorialPage:
    """Public at once, in its newest version, whatever the workflow says."""
    record = locked_record(page.pk)
    publish_revision(record=record, revision=page.latest_revision, by=None)
    return type(page).objects.get(pk=page.pk)
