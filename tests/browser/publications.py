"""Publications in every state, for pages and screens that are only looked at. Nothing makes their files: these stay on their way."""

from django.db import transaction
from django.test import override_settings
from django.urls import reverse

from home.models import HomePage, Navigation
from publications.consents import links as consent_links
from publications.domain import errata, readers, sign_offs, workflow
from publications.domain.publication import withdraw_content
from publications.links import path as proof_path
from tests.newsletter.factories import heading, make_issue, public, text
from tests.publications import cahiers, tools
from tests.publications.factories import make_news, make_voice, publish
from tests.publications.workflow import world as way

NOBODY_AT_WORK = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
BODY = [
    ("heading", "Qui sait"),
    ("text", "<p>Le premier déplacement est celui du savoir.</p>"),
    ("quote", {"text": "Nous tenons le carnet.", "said_by": "Une habitante"}),
]


@override_settings(TASKS=NOBODY_AT_WORK)
def make_publications(*, editor, reader, sheet: str) -> dict[str, str]:
    """Their addresses by name. `editor`: a national one; `reader`: reads, signs and corrects; `sheet`: the identifier of a public one."""
    with transaction.atomic():
        # Proofs are made on the way; what comes after stays without its files.
        return _on_their_way(editor, reader) | _public(editor, sheet) | _screens()


def _public(editor, sheet: str) -> dict[str, str]:
    voice = publish(make_voice(themes=["isolement"], territories=["dep-59"], agreed=("site", "print")))
    publish(make_voice(title="J’ai appris à attendre", side="professional", themes=["isolement"], slug="attendre"))
    tool = publish(tools.make_tool(files=(tools.make_file(),), sheets=(sheet,), slug="la-grille"))
    cahier = cahiers.make_cahier(editorial=BODY[1:])
    article = cahiers.make_article(cahier, body=BODY, bibliography="Observatoire, 2026.", summary="Ce que le groupe déplace.")
    cahier = cahiers.gather(cahier, ("Changer de place", article), sheet, ("Tenir", voice), tool)
    way.edit(tool, purpose="Préparer une réunion de palier à deux.")
    errata.publish_erratum(page_id=tool.pk, revision_id=way.revision_id(tool), by=editor, text="Il manquait « à deux ».")
    dossier = publish(tools.make_dossier(("Pour commencer", sheet, "Parce que tout part de là."), tool.record.identifier))
    news = publish(make_news(themes=["isolement"], summary="Un mercredi, à Lille."))
    gone = publish(make_news(title="Une nouvelle retirée", slug="retiree"))
    withdraw_content(page_id=gone.pk, by=editor)
    return {
        "cahier": "/publications/faire-groupe/",
        "article": "/publications/faire-groupe/du-guichet/",
        "cited_sheet": f"/publications/faire-groupe/fiches/{sheet}/",
        "voice": f"/paroles/{voice.slug}/",
        "tool": "/outils/la-grille/",
        "tool_use": f"/c/{tool.record.identifier}/utilisation/",
        "dossier": f"/dossiers/{dossier.slug}/",
        "news_item": f"/actualites/{news.slug}/",
        "content_gone": "/actualites/retiree/",
        "consent": consent_links.path(voice.record.identifier),
        "consents_of_voice": reverse("publications_voices:consents", args=[voice.pk]),
        "cahier_editor": reverse("wagtailadmin_pages:edit", args=[cahier.pk]),
        "article_editor": reverse("wagtailadmin_pages:edit", args=[article.pk]),
        "dossier_editor": reverse("wagtailadmin_pages:edit", args=[dossier.pk]),
        "voice_editor": reverse("wagtailadmin_pages:edit", args=[voice.pk]),
        "published_piece": reverse("publications_desk:piece", args=[cahier.pk]),
    }


def _on_their_way(editor, reader) -> dict[str, str]:
    """One that is read, one that its author signs, one that she corrects."""
    read = way.signed_tool("Ali Essai", title="Un outil en relecture", slug="en-relecture")
    way.to_reading(read, editor)
    reading = readers.ask_reader(page_id=read.pk, by=editor, email=reader.email, due_on=way.in_days(10))
    signed = way.signed_tool("Nina Sans-Compte", "Nadia Essai", title="Un outil à signer", slug="a-signer", users={"Nadia Essai": reader})
    way.to_sign_off(signed, editor)
    sign_offs.ask_sign_off(page_id=signed.pk, by=editor, author="Nina Sans-Compte", email="nina@essai.example")
    row = way.record_of(signed).sign_offs.get(author="Nina Sans-Compte")
    corrected = way.signed_tool("Nadia Essai", title="Un outil à corriger", slug="a-corriger", users={"Nadia Essai": reader})
    way.to_reading(corrected, editor)
    workflow.request_corrections(page_id=corrected.pk, by=editor, comment="La légende est fausse.")
    return {
        "reading": f"/lectures/{reading.pk}/",
        "proof": proof_path(row),
        "piece": reverse("publications_desk:piece", args=[read.pk]),
        "signed_piece": reverse("publications_desk:piece", args=[signed.pk]),
    }


def _screens() -> dict[str, str]:
    issue = make_issue(text("Bonjour à toutes et à tous."), heading("À lire"), public("/actualites/une-journee-d-etude/"))
    return {
        "letter_editor": reverse("newsletter_letters:edit", args=[issue.pk]),
        "letter_screen": reverse("newsletter_admin:issue", args=[issue.pk]),
        "home_editor": reverse("wagtailadmin_pages:edit", args=[HomePage.objects.get().pk]),
        "navigation": reverse("wagtailsettings:edit", args=["home", "navigation", Navigation.objects.get().pk]),
    }
