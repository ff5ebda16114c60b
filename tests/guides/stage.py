"""What the pictures show besides the demo: publications at their steps, a letter being written. Made by the domain's own acts."""

from typing import Any

from django.db import transaction

from accounts.models import User
from home.models import HomePage
from newsletter.models import Issue
from practices.domain import reports
from practices.models import PracticeRecord, Review
from practices.review import links as review_links
from publications import links
from publications.domain import readers
from publications.domain.workflow import request_corrections
from publications.models import ArticlePage, CahierPage, CahierPiece, SignOff
from tests.newsletter.factories import heading, make_issue, make_readers, public, text
from tests.publications.cahiers import make_article, make_cahier
from tests.publications.workflow import world

AUTHOR, READER = "contributrice@demo.example", "relectrice@demo.example"
SIGNATURE = "Nadia Ferrand (nom de démonstration)"
REPORT = "Le prénom et le métier du père, au milieu du récit, suffisent à reconnaître la famille dans le quartier."
LETTER = (
    "Avez-vous tenu une permanence hors de vos murs cette année ? Racontez-la : ce qui a marché, ce qui n’a pas marché, et ce que les "
    "habitants en disent."
)

Told = tuple[str, str, tuple[str, ...]]

CORRIDOR: Told = (
    "Ce que sait un couloir",
    "ce-que-sait-un-couloir",
    (
        "Dans l’immeuble, le couloir du deuxième étage sert à attendre. On y attend l’ascenseur, le facteur, un enfant qui cherche sa clé. "
        "Pendant un an, nous y avons posé deux chaises.",
        "Personne ne s’est assis le premier mois. Le deuxième, une voisine a posé son sac. Au troisième, elles étaient deux, et le couloir "
        "avait un nom : « chez nous ».",
        "Nous n’avons rien animé. Nous avons noté qui s’arrêtait, ce qui se disait, et ce qui se taisait quand nous approchions.",
    ),
)
MEETING: Told = (
    "Une réunion où l’on ne vote pas",
    "une-reunion-ou-l-on-ne-vote-pas",
    (
        "Le conseil des habitants de la Cité-Haute ne vote pas. Ses membres l’ont décidé après deux réunions où la même majorité "
        "l’emportait toujours.",
        "On parle jusqu’à ce que plus personne ne dise non. C’est long. Une question sur trois revient la fois suivante, et une sur dix ne "
        "revient jamais.",
        "Cet article raconte dix-huit mois de ces réunions, avec les comptes rendus que le conseil a bien voulu nous confier.",
    ),
)
STAIRS: Told = (
    "L’escalier, troisième lieu",
    "l-escalier-troisieme-lieu",
    ("Entre le logement et la rue, l’escalier n’est à personne. Trois équipes y travaillent pourtant, chacune à sa façon.",),
)


@transaction.atomic
def addresses() -> dict[str, str]:
    """Sets the stage on demo data; the addresses that only it knows, by the names that pictures give them."""
    editor = User.objects.get(email="nationale@demo.example")
    cahier = make_cahier(title="Habiter ensemble", slug="habiter-ensemble", number=2, summary="Voisins, couloirs et conseils d’immeuble.")
    corridor, meeting, stairs = (_article(cahier, told) for told in (CORRIDOR, MEETING, STAIRS))
    _gather(cahier, corridor, meeting, stairs)
    world.to_reading(corridor, editor)
    reading = readers.ask_reader(page_id=corridor.pk, by=editor, email=READER, due_on=world.in_days(12))
    world.to_sign_off(meeting, editor)
    world.submit(stairs, editor)
    comment = "Merci pour ce texte. Pouvez-vous dire, à la fin, ce que les trois équipes ont cessé de faire ?"
    request_corrections(page_id=stairs.pk, by=editor, comment=comment, due_on=world.in_days(10))
    proof = SignOff.objects.get(user__email=AUTHOR, signed_at=None)
    return {
        **_sheets(),
        "home": f"/gestion/pages/{HomePage.objects.get().pk}/edit/",
        "cahier": f"/gestion/pages/{cahier.pk}/edit/",
        "piece": f"/gestion/publications/{corridor.pk}/",
        "article_reading": f"/lectures/{reading.pk}/",
        "proof": links.path(proof),
        "letter": f"/gestion/lettre/{_letter().pk}/",
    }


def _article(cahier: CahierPage, told: Told) -> ArticlePage:
    """A draft that the demo contributor signs."""
    title, slug, paragraphs = told
    body = [("text", "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs))]
    article = make_article(cahier, title=title, slug=slug, summary=paragraphs[0], body=body, themes=["lien-social"])
    world.sign_with(article, SIGNATURE, users={SIGNATURE: User.objects.get(email=AUTHOR)})
    return article


def _gather(cahier: CahierPage, *articles: ArticlePage) -> None:
    """The three, then a sheet of the demo; nothing is published."""
    rows = [CahierPiece(sort_order=place, page=article) for place, article in enumerate(articles)]
    cahier.refresh_from_db()
    cahier.pieces = [*rows, CahierPiece(sort_order=len(rows), sheet=_demo(public_state="published").identifier)]
    cahier.save_revision()


def _letter() -> Issue:
    """A number of the letter that is being written, and those who would receive it."""
    make_readers(48)
    return make_issue(
        text("Bonjour, voici ce qui a paru ce mois-ci."),
        heading("À lire"),
        public(CahierPage.objects.get(slug="faire-groupe").record.identifier),
        public(_demo(public_state="published").identifier),
        heading("À vous"),
        text(LETTER),
        subject="Un cahier, une fiche et une question",
    )


def _sheets() -> dict[str, str]:
    """Addresses about the demo's sheets, each in the state that its name says."""
    draft, asked = _demo(review_state="draft"), _demo(review_state="changes_requested")
    sent = _demo(review_state="submitted", region__slug="hauts-de-france")
    reports.report_practice(page_id=_demo(public_state="published", region=sent.region).pk, reason="person", text=REPORT, email="")
    review = Review.objects.filter(reviewer__email=READER, record__is_demo=True).earliest("pk")
    return {
        "sheet": f"/p/{_demo(public_state='published').identifier}/",
        "draft": f"/deposer/{draft.identifier}",
        "asked": f"/mes-fiches/{asked.identifier}",
        "sent": f"/gestion/fiches/{sent.pk}/",
        "reading": review_links.path(review),
    }


def _demo(**state: Any) -> PracticeRecord:
    return PracticeRecord.objects.filter(is_demo=True, **state).earliest("pk")
