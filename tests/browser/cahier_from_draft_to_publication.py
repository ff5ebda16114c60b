"""The main job of the observatory’s press, on its real pages: twelve pieces from the first draft to their readers, then put right.

Five minutes of clicks: `make drill` runs it, `make test` does not.
"""

import io
import json
import re
import time
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image as Drawing
from pypdf import PdfReader

from publications.models import ArticlePage, CahierPage, PublicationIndexPage, VoiceIndexPage
from tests.browser.conftest import confirmed
from tests.browser.newsroom import Author, Editor, Reader, downloaded, the_worker_works
from tests.practices.factories import make_editor, make_user
from tests.publications.cahiers import make_article, make_image
from tests.publications.factories import make_voice
from tests.publications.print.factories import make_sheet
from tests.publications.workflow.world import sign_with

pytestmark = pytest.mark.django_db(transaction=True)

#: Four articles, five sheets and three voices in three parts: the words of the demo.
TOLD = json.loads((Path(__file__).parents[2] / "publications/demo/cahier.json").read_text(encoding="utf-8"))
SHEETS = [piece["sheet"] for piece in TOLD["pieces"] if "sheet" in piece]


@dataclass
class Room:
    """Everybody at a browser of their own. `pages`: number of each content by its name in TOLD; `cahier` is one."""

    editor: Editor
    chief: Editor
    reader: Reader
    author: Author
    users: dict[str, Any]
    proof: Path
    sheets: dict[str, str] = field(default_factory=dict)
    pages: dict[str, int] = field(default_factory=dict)


@pytest.fixture
def room(new_page, site, reference_data, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MEDIA_ROOT = str(tmp_path / "media")
    users = {
        "editor": confirmed(make_editor(None, "odile@essai.example")),
        "chief": confirmed(make_editor(None, "rachel@essai.example")),
        "reader": confirmed(make_user("samia@essai.example", name="Samia Relue")),
        "author": confirmed(make_user("claire@essai.example", name="Claire Vasseur")),
    }
    proof = tmp_path / "accord.png"
    Drawing.new("RGB", (60, 80), "white").save(proof)
    people = {"editor": Editor, "chief": Editor, "reader": Reader, "author": Author}
    room = Room(**{name: person(new_page(accept_downloads=True), site) for name, person in people.items()}, users=users, proof=proof)
    for name in people:
        # The page editor is heavy, and this machine may be busy.
        getattr(room, name).page.context.set_default_timeout(60_000)
    for name in ("editor", "chief"):
        getattr(room, name).go("/gestion/").sign_in(users[name])
    room.reader.go("/lectures/").sign_in(users["reader"])
    return room


def test_a_cahier_of_twelve_pieces_goes_out_at_its_minute_is_found_and_is_put_right(room, visit):
    write_the_drafts(room)
    put_the_pieces_in_order(room)
    for name in ("table", "audience", "durer", "preuve", "samira", "collegue", "moussa"):
        lead_to_the_sign_off(room, name)
    lead_to_the_sign_off(room, "cahier")
    goes_out_at_its_minute(room, visit())
    is_found(room, visit())
    is_put_right(room, visit())


def words(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html.replace("</p><p>", "\n"))


def signature(told: dict[str, Any]) -> list[str]:
    return [author["name"].partition(" (")[0] for author in told["authors"]]


def write_the_drafts(room: Room) -> None:
    """The cahier, an article and a voice are written in the page editor; what the others say waits there as drafts."""
    room.sheets = {name: make_sheet(external_id=name, title=title_of(name)).identifier for name in SHEETS}
    editor = room.editor
    editor.begin("cahierpage", PublicationIndexPage.objects.get().pk, title=TOLD["title"], summary=TOLD["summary"])
    editor.answer(number="1", date="2026-10-15")
    editor.page.keyboard.press("Tab")
    row = editor.add("author_rows", name="Odile Essai", affiliation="Observatoire des pratiques")
    editor.choose(f"{row}-user", str(room.users["editor"]))
    editor.block("Texte", words(TOLD["editorial"][0][1])).block("Citation", **TOLD["editorial"][1][1])
    room.pages["cahier"] = editor.save()
    write_the_voices(room)
    write_the_articles(room)


def write_the_voices(room: Room) -> None:
    told = TOLD["voices"]["samira"]
    fields = {name: told[name] for name in ("title", "summary", "side", "said_by", "said_as", "words")}
    room.pages["samira"] = room.editor.begin("voicepage", VoiceIndexPage.objects.get().pk, **fields).save()
    room.editor.sees("Elle n’a encore rien accepté")
    for name in ("collegue", "moussa"):
        room.pages[name] = make_voice(agreed=(), **TOLD["voices"][name]).pk
    for name in TOLD["voices"]:
        room.editor.keep_agreement(room.pages[name], room.proof, "site", "print")
        assert room.editor.told.startswith("C’est gardé.")


def write_the_articles(room: Room) -> None:
    told = TOLD["articles"]["audience"]
    editor = room.editor.begin("articlepage", room.pages["cahier"], **{name: told[name] for name in ("title", "subtitle", "summary")})
    editor.add("author_rows", name="Jeanne Le Goff", affiliation=told["authors"][0]["affiliation"])
    for kind, value in told["body"]:
        match kind:
            case "text":
                editor.block("Texte", words(value))
            case "heading":
                editor.block("Titre", value)
            case "sheet":
                editor.block("Fiche telle que citée", identifier=room.sheets[value])
            case "quote":
                editor.block("Citation", **value)
            case "note":
                editor.block("Note", words(value["text"]), mark=value["mark"])
    room.pages["audience"] = editor.save()
    for name in ("table", "durer", "preuve"):
        room.pages[name] = draft_of(room, TOLD["articles"][name]).pk


def draft_of(room: Room, told: dict[str, Any]) -> ArticlePage:
    body = [(kind, value_of(room, kind, value)) for kind, value in told["body"]]
    fields = {name: told[name] for name in ("title", "slug", "subtitle", "type", "summary")}
    page = make_article(CahierPage.objects.get(), body=body, bibliography="\n".join(told["bibliography"]), **fields)
    sign_with(page, *signature(told), users={"Claire Vasseur": room.users["author"]})
    return page


def value_of(room: Room, kind: str, value: Any) -> Any:
    match kind:
        case "sheet":
            return {"identifier": room.sheets[value], "version": None}
        case "voice":
            return {"voice": room.pages[value]}
        case "figure":
            image = {"image": make_image().pk, "decorative": False, "alt_text": value["alt"]}
            return {"image": image, "caption": value["caption"], "source": value["source"]}
    return value


def put_the_pieces_in_order(room: Room) -> None:
    the_worker_works()
    editor = room.editor.edit(room.pages["cahier"])
    for piece in TOLD["pieces"]:
        row = editor.add("pieces", part=piece.get("part", ""), sheet=room.sheets[piece["sheet"]] if "sheet" in piece else "")
        if "sheet" not in piece:
            editor.choose(f"{row}-page", title_of(name_of(piece)))
    editor.save()
    assert editor.page.locator("table.listing tbody tr .title").count() == 12


def name_of(piece: dict[str, str]) -> str:
    """As it is called in TOLD."""
    return piece.get("article") or piece.get("voice") or piece["sheet"]


def title_of(name: str) -> str:
    if name in SHEETS:
        return f"Fiche {SHEETS.index(name) + 1} : la table du fond"
    return (TOLD["articles"] | TOLD["voices"] | {"cahier": TOLD})[name]["title"]


def lead_to_the_sign_off(room: Room, name: str, title: str = "") -> None:
    """Every step, each by those whose step it is."""
    page_id, title = room.pages[name], title or title_of(name)
    assert room.editor.desk(page_id).press("Soumettre à la rédaction").state == "soumis à la rédaction"
    chief = room.chief.desk(page_id)
    assert chief.press("Valider : passer à l’étape suivante").state == "en relecture"
    chief.ask_reader(room.users["reader"])
    if name == "table":
        ask_for_corrections(room, page_id, title)
    room.reader.read(title, advice="small", remarks="Très clair.")
    chief.desk(page_id).sees("Très clair.")
    assert chief.press("Valider : passer à l’étape suivante").state == "en mise en page"
    the_worker_works()
    look_at_the_proof(chief, name, title)
    assert chief.press("Valider : passer à l’étape suivante").state == "en attente du bon à tirer"
    sign(room, name, title)
    assert chief.desk(page_id).press("Donner le bon à tirer").state == "bon à tirer donné"


def ask_for_corrections(room: Room, page_id: int, title: str) -> None:
    """The author answers on her own page, the editors put it into the text and hand it back: it is read anew."""
    room.chief.desk(page_id).ask_corrections("D’où viennent ces chiffres ?")
    assert room.chief.state == "corrections demandées"
    room.author.go("/epreuves/").sign_in(room.users["author"]).sees("D’où viennent ces chiffres ?")
    room.author.answer(text="Des comptes rendus de séance : écrivez-le.").press("Envoyer ma réponse")
    room.author.sees("Votre réponse est partie à la rédaction.")
    room.editor.desk(page_id).sees("Des comptes rendus de séance : écrivez-le.")
    room.editor.edit(page_id).answer(subtitle="Lecture croisée de vingt fiches et de leurs comptes rendus").save()
    assert room.editor.desk(page_id).press("Les corrections sont faites : rendre le texte").state == "en relecture"
    room.chief.desk(page_id).ask_reader(room.users["reader"])


def look_at_the_proof(chief: Editor, name: str, title: str) -> None:
    """The PDF as it will be printed, on the screen of the step; a cahier as a book too, a voice as its page only."""
    page_id = chief.path.rstrip("/").rpartition("/")[2]
    chief.desk(int(page_id))
    kinds = ["pdf", "epub"] if name == "cahier" else ["pdf"] if name in TOLD["articles"] else []
    for kind in kinds:
        assert downloaded(chief, f"/gestion/publications/{page_id}/epreuve.{kind}")[:2] in (b"%P", b"PK")
    assert chief.page.locator(f".pub-links a[href*='/{page_id}/epreuve.']").count() == len(kinds)
    assert chief.go(f"/gestion/publications/{page_id}/epreuve/").heading == title
    chief.desk(int(page_id))


def sign(room: Room, name: str, title: str) -> None:
    """Each author by the link of her mail. One finds a mistake in her proof, and signs the next one."""
    chief = room.chief
    the_worker_works()
    if name == "table":
        room.author.sign(room.users["author"].email)
    if name == "cahier":
        room.editor.go("/epreuves/").follow(title).press("Je donne mon bon à tirer")
    if name not in ("audience", "durer", "preuve"):
        return
    by_mail = Author(room.author.page, room.author.site)
    for number, author in enumerate(signature(TOLD["articles"][name])):
        address = f"{name}-{number}@essai.example"
        chief.desk(room.pages[name]).send_proof(author, address)
        the_worker_works()
        if name == "preuve":
            by_mail.refuse(address, "Un mot manque au titre.")
            chief.desk(room.pages[name]).sees("Un mot manque au titre.")
            room.editor.edit(room.pages[name]).answer(subtitle="Ce que disent les fiches de ce qui a changé").save()
            chief.desk(room.pages[name]).press("Envoyer l’épreuve à qui n’a pas signé")
            the_worker_works()
            assert by_mail.open_proof(address).page.locator("a[href$='/epreuve.pdf']").count() == 1
        by_mail.sign(address)


def goes_out_at_its_minute(room: Room, anybody) -> None:
    path, chief = "/publications/faire-groupe/", room.chief
    anybody.go(path, status=404)
    chief.desk(room.pages["cahier"])
    at = (timezone.localtime() + timedelta(seconds=70)).replace(second=0, microsecond=0)
    chief.answer(at=at.strftime("%Y-%m-%dT%H:%M")).press("Programmer la parution")
    assert chief.state == "programmé", chief.told
    chief.go("/gestion/publications/calendrier/").sees(TOLD["title"])
    time.sleep(max(0.0, (at - timezone.localtime()).total_seconds()))
    call_command("run_due")
    the_worker_works()
    assert anybody.go(path).heading == TOLD["title"]
    assert CahierPage.objects.get().record.first_published_at >= at
    assert chief.desk(room.pages["cahier"]).state == "rien en cours"


def is_found(room: Room, anybody) -> None:
    """By search, by harvesters, in the feed; read piece after piece; downloaded as PDF and as a book."""
    path = "/publications/faire-groupe/"
    anybody.go("/recherche/?q=audience").sees("Préparer une audience à plusieurs")
    anybody.go("/recherche/?q=faire+groupe").sees(TOLD["title"])
    record = CahierPage.objects.get().record.identifier
    listed = downloaded(anybody, "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc").decode()
    assert record in listed
    assert TOLD["title"] in downloaded(anybody, "/flux/publications.xml").decode()
    in_order = [plain(title_of(name_of(piece))) for piece in TOLD["pieces"]]
    assert [plain(each) for each in anybody.go(path).page.locator(".contents__title").all_inner_texts()] == in_order
    pdf, book = downloaded(anybody, f"{path}cahier.pdf"), downloaded(anybody, f"{path}cahier.epub")
    text = text_of(pdf)
    notes = [plain(words(value["text"])) for kind, value in TOLD["articles"]["audience"]["body"] if kind == "note"]
    assert [told for told in [*in_order, *notes] if told not in text] == []
    assert zipfile.ZipFile(io.BytesIO(book)).read("mimetype") == b"application/epub+zip"
    article = f"{path}preparer-une-audience-a-plusieurs/"
    assert anybody.go(article).heading == title_of("audience")
    assert plain(title_of("audience")) in text_of(downloaded(anybody, f"{article}article.pdf"))


def plain(text: str) -> str:
    """Without spaces, which typography makes narrow or unbreakable, and without hyphens, at which lines break."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return plain("".join(page.extract_text().replace("\x00", "") for page in pages))


def is_put_right(room: Room, anybody) -> None:
    """First by an erratum, then by a new version that takes every step again; what was public stays readable, dated, and printed."""
    path, page_id = "/publications/faire-groupe/", room.pages["cahier"]
    room.editor.edit(page_id).answer(summary="Quatre articles, cinq fiches et trois paroles, relus.").save()
    chief = room.chief.desk(page_id).fold_out("Publier ces changements comme erratum")
    chief.answer(text="Le résumé du numéro en oubliait une part.").press("Publier ces changements comme erratum")
    assert chief.told == "L’erratum est paru ; la version précédente reste lisible."
    the_worker_works()
    anybody.go(path).sees("Le résumé du numéro en oubliait une part.").sees("Quatre articles, cinq fiches et trois paroles, relus.")
    assert "version2" in text_of(downloaded(anybody, f"{path}cahier.pdf"))

    room.editor.edit(page_id).answer(title="Faire groupe, et le rester").save()
    lead_to_the_sign_off(room, "cahier", title="Faire groupe, et le rester")
    chief.desk(page_id).press("Publier tout de suite")
    the_worker_works()
    assert anybody.go(path).heading == "Faire groupe, et le rester"
    assert "version3" in text_of(downloaded(anybody, f"{path}cahier.pdf"))
    for number, was in ((1, TOLD["summary"]), (2, "Quatre articles, cinq fiches et trois paroles, relus.")):
        former = anybody.go(f"{path}versions/{number}/")
        assert former.heading == TOLD["title"]
        former.sees(was).sees(f"Vous lisez la version {number}")
        printed = text_of(downloaded(anybody, f"{path}versions/{number}/cahier.pdf"))
        assert ("version3" in printed, plain(was) in printed) == (False, True)
