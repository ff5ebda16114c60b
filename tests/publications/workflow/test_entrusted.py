"""The page of one's account leads to what of publications awaits her."""

import pytest
from bs4 import BeautifulSoup

from publications.domain import readers, sign_offs, workflow
from publications.entrusted import Entrusted, entrusted, proofs_of

from .world import BACKEND, edit, in_days, record_of, signed_tool, to_reading, to_sign_off


def links(client, person):
    client.force_login(person, backend=BACKEND)
    page = BeautifulSoup(client.get("/compte/").content, "html.parser")
    return [(link.get("href"), link.parent.get_text(" ", strip=True)) for link in page.select("[aria-labelledby=entrusted] a")]


def test_a_reader_finds_what_she_was_asked_to_read(client, editor, reader):
    assert links(client, reader) == []
    for number in range(2):
        tool = signed_tool("Ali Essai", title=f"Outil {number}")
        to_reading(tool, editor)
        reading = readers.ask_reader(page_id=tool.pk, by=editor, email=reader.email, due_on=in_days(5))
    assert links(client, reader) == [("/lectures/", "Publications à relire (2 textes vous sont confiés)")]
    readers.refuse_reading(page_id=tool.pk, reading_id=reading.pk, by=reader)
    assert entrusted(reader) == Entrusted(readings=1, proofs=0)


def test_an_author_finds_her_proof_as_long_as_it_is_the_one_to_sign(client, editor, author):
    tool = signed_tool("Ali Essai", users={"Ali Essai": author})
    to_sign_off(tool, editor)
    assert links(client, author) == [("/epreuves/", "Mes textes (1 attend votre accord ou votre réponse)")]
    edit(tool, title="Un autre texte")
    assert entrusted(author) == Entrusted(readings=0, proofs=0)
    sign_offs.ask_sign_off(page_id=tool.pk, by=editor)
    assert entrusted(author) == Entrusted(readings=0, proofs=1)
    sign_offs.sign(page_id=tool.pk, sign_off_id=proofs_of(author)[0].pk)
    assert links(client, author) == []


def test_an_author_finds_what_is_to_be_corrected(editor, author, reader):
    tool = signed_tool("Ali Essai", users={"Ali Essai": author})
    to_reading(tool, editor)
    workflow.request_corrections(page_id=tool.pk, by=editor, comment="D’où vient ce chiffre ?")
    assert (entrusted(author), entrusted(reader)) == (Entrusted(readings=0, proofs=1), Entrusted(readings=0, proofs=0))
    assert record_of(tool).work_state == "changes_requested"


@pytest.mark.parametrize("number", [1, 3])
def test_counting_costs_the_same_whatever_there_is(editor, author, reader, django_assert_num_queries, number):
    for place in range(number):
        tool = signed_tool("Ali Essai", users={"Ali Essai": author}, title=f"Outil {place}")
        to_sign_off(tool, editor)
    with django_assert_num_queries(3):
        assert entrusted(author) == Entrusted(readings=0, proofs=number)


def test_an_author_reads_her_text_while_corrections_are_asked_for_and_nobody_else_does(client, editor, author, reader):
    tool = signed_tool("Ali Essai", users={"Ali Essai": author})
    to_reading(tool, editor)
    address = f"/epreuves/a-corriger/{record_of(tool).identifier}/"
    assert client.get(address).status_code == 302
    client.force_login(author, backend=BACKEND)
    assert client.get(address).status_code == 410
    workflow.request_corrections(page_id=tool.pk, by=editor, comment="D’où vient ce chiffre ?")
    assert address in client.get("/epreuves/").content.decode()
    shown = client.get(address)
    assert (shown.status_code, shown["X-Robots-Tag"], "La grille du palier" in shown.content.decode()) == (200, "noindex, nofollow", True)
    client.force_login(reader, backend=BACKEND)
    assert client.get(address).status_code == 410
