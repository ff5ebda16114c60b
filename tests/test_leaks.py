"""What is not published leaks nowhere: every public route of the site, read from the resolver, is walked with canary words about.

A new route joins by itself; one with a new kind of argument fails here until `canaries` says what to try.
"""

import io
import re
from urllib.parse import quote

import pytest
from django.core.files.images import ImageFile
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image as PillowImage
from wagtail.documents.models import Document
from wagtail.images.models import Image

from practices.domain import drafts
from practices.domain.absence import withdraw_practice
from practices.models import PracticeDocument
from publications.domain.publication import withdraw_content
from publications.models import (
    ArticlePage,
    CahierPage,
    DossierIndexPage,
    DossierPage,
    PublicationIndexPage,
    ToolIndexPage,
    ToolPage,
)

from .practices.factories import correct, fresh, make_draft, make_editor, make_published, make_submitted, make_user
from .publications.factories import make_content, make_news, make_voice, publish

pytestmark = pytest.mark.usefixtures("reference_data")

# Each secret holds both words: visitors search the first one, the second one, which nobody types, must be in no answer.
SECRET = "Canari zyxwv"
MARK = "zyxwv"
QUERIES = ("", "?q=canari", "?q=titre:canari", "?q=%22canari%22", "?motcle=canari&q=canari", "?version=derniere")


def public_routes(resolver=None, prefix="", names=()):
    """(pattern as text, argument names) of every route outside the admin."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern).lstrip("^")
        if pattern.startswith("gestion/"):
            continue
        arguments = (*names, *entry.pattern.converters, *(entry.pattern.regex.groupindex if hasattr(entry.pattern, "regex") else ()))
        if isinstance(entry, URLResolver):
            yield from public_routes(entry, pattern, arguments)
        elif isinstance(entry, URLPattern):
            yield pattern, tuple(dict.fromkeys(arguments))


@pytest.fixture
def canaries(reference_data):
    """A published sheet with secrets around it, and sheets that are not public; gives what each argument of a route may be."""
    owner, editor = make_user(), make_editor("Hauts-de-France")
    contact = {"name": SECRET, "role": SECRET, "email": f"{MARK}@essai.example", "phone": f"06 {MARK}", "public": False}
    live = make_published(owner, editor, contact=contact)
    drafts.save_draft(page_id=live.pk, by=owner, values={"summary": f"{SECRET} dans la version suivante."})
    hidden = [
        make_draft(owner, title=f"{SECRET} en brouillon", keywords=[f"{SECRET} du brouillon"]),
        make_submitted(owner, title=f"{SECRET} déposé"),
        make_submitted(owner, title=f"{SECRET} à corriger"),
    ]
    correct(hidden[2], editor, summary=f"{SECRET} corrigé.")
    gone = make_published(owner, editor, title=f"{SECRET} retiré")
    withdraw_practice(page_id=gone.pk, by=owner, reason=f"{SECRET}, raison intime.")
    document = attach_files(hidden[1].page)
    records = [live, *hidden, fresh(gone.pk)]
    contents = hidden_contents()
    return {
        "region": ["hauts-de-france", "national", "fiches-non-deposees"],
        "slug": [record.slug or record.page.slug for record in records] + ["isolement"],
        "identifier": [record.identifier for record in records] + [page.record.identifier for page in contents],
        "document_id": [document.pk],
        "code": ["com-59350", "reg-32"],
        "step": ["essentiel", "apercu"],
        "token": ["x", "a:b:c"],
        "key": ["x"],
        "uidb36": ["1"],
        "path": [f"images/{MARK}.png", f"original_images/{MARK}.png", f"documents/{MARK}.txt", ""]
        + [page.url.strip("/") for page in contents],
        "format": ["csv", "jsonl"],
        "kind": ["csv", "xlsx", "jsonl", "ris", "bib"],
        "unknown": ["rien"],
        "digest": ["0" * 12],
        "pk": [1],
        "number": [1],
        "version": [1],
        "reading_id": [1],
        "use_id": [1],
        "cahier": ["canari"],
        "folder": ["fiches", "paroles", "outils"],
        "name": ["cahier", "article"],
        "extension": ["pdf", "epub", "bib", "ris"],
        "page_id": [record.pk for record in records],
        "page_view_restriction_id": [1],
    }


def hidden_contents():
    """A content of each kind that is not public yet, or no longer; and a public one whose next version says more."""
    cahier = make_content(CahierPage, PublicationIndexPage.objects.get(), title=f"{SECRET} à paraître", slug="canari")
    news, voice = publish(make_news(title="En ligne", slug="en-ligne")), make_voice(title=f"{SECRET} reprise", words=SECRET, slug="reprise")
    news.summary = f"{SECRET} dans la version suivante."
    news.save_revision()
    gone = [publish(voice), publish(make_news(title=f"{SECRET} retirée", slug="retiree"))]
    for page in gone:
        withdraw_content(page_id=page.pk, by=make_editor(None), words="Retiré.")
    return [
        cahier,
        make_content(ArticlePage, cahier, title=f"{SECRET} à lire", slug="article", summary=SECRET),
        make_content(ToolPage, ToolIndexPage.objects.get(), title=f"{SECRET} à essayer", slug="outil", purpose=SECRET),
        make_content(DossierPage, DossierIndexPage.objects.get(), title=f"{SECRET} à ouvrir", slug="dossier"),
        make_voice(title=f"{SECRET} à dire", words=SECRET, slug="parole"),
        make_news(title=f"{SECRET} à venir", slug="a-venir", summary=SECRET),
        news,
        *gone,
    ]


def attach_files(page):
    """An image and a document whose names are canaries, on a sheet that is not public."""
    buffer = io.BytesIO()
    PillowImage.new("RGB", (8, 8)).save(buffer, "PNG")
    buffer.seek(0)
    image = Image.objects.create(title=SECRET, file=ImageFile(buffer, name=f"{MARK}.png"))
    document = Document.objects.create(title=SECRET, file=ImageFile(io.BytesIO(MARK.encode()), name=f"{MARK}.txt"))
    page.image = image
    page.document_rows = [PracticeDocument(document=document)]
    page.save()
    return document


def addresses(samples):
    for pattern, arguments in public_routes():
        if missing := [name for name in arguments if name not in samples]:
            pytest.fail(f"Say in `canaries` what to try for {missing} of {pattern}")
        # What depends on several arguments is no search; a page of one thing reads its parameters alike, whatever the thing.
        for number, address in enumerate(fill(pattern, arguments, samples)):
            yield from (address + query for query in (QUERIES if number == 0 and len(arguments) < 2 else QUERIES[:1]))


def fill(pattern, arguments, samples):
    if not arguments:
        written = re.sub(r"\(\?:([^()]*)\)\?", r"\1", pattern)
        yield "/" + re.sub(r"\\Z|\$$|\^", "", written).replace("\\", "")
        return
    name, *rest = arguments
    for value in samples[name]:
        filled = re.sub(rf"<(?:\w+:)?{name}>|\(\?P<{name}>(?:[^()]|\([^()]*\))*\)", str(value), pattern)
        yield from fill(filled, rest, samples)


@pytest.mark.parametrize("who", ["nobody", "somebody", "another_editor"])
def test_no_public_route_says_what_is_not_published(canaries, client, who):
    if who != "nobody":
        client.force_login(make_editor("Bretagne") if who == "another_editor" else make_user("quelqu-un@essai.example"))
    leaks, walked = [], 0
    for asked in addresses(canaries):
        address = asked.partition("?")[0]
        response = client.get(asked)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        walked += 1
        assert response.status_code < 500, asked
        text = body.decode(errors="replace").replace(address, "").replace(quote(address), "").replace(quote(address, safe=""), "")
        if MARK in text:
            leaks.append(asked)
    assert (leaks, walked > 50) == ([], True)
