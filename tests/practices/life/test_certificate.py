"""The certificate of contribution: for those who wrote a public sheet, as a tagged PDF in the site's fonts."""

import re
import zlib

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string

from core.printing import OwnFiles
from practices.domain.absence import withdraw_practice
from practices.life import certificate
from practices.models import CoAuthor, PublicPractice
from tests.practices.factories import fresh, make_draft, make_user

pytestmark = pytest.mark.usefixtures("reference_data")


def address(record):
    return f"/mes-fiches/{record.identifier}/attestation.pdf"


def unpacked(pdf):
    """The file with what its compressed streams hold."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompressobj().decompress(stream) for stream in streams if stream[:1] == b"\x78")


def test_its_contributor_gets_a_tagged_pdf(sheet, contributor, sign_in):
    answer = sign_in(contributor).get(address(sheet))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF-1.7")
    inside = unpacked(answer.content)
    assert [part for part in (b"/StructTreeRoot", b"/Lang (fr)", b"Atkinson", b"Bricolage", b"pdfuaid") if part not in inside] == []


def test_it_says_who_as_she_signs_and_what(sheet, contributor):
    data = PublicPractice.objects.get().data | {"authors": [{"name": "Équipe du secteur sud", "role": ""}]}
    page = render_to_string("practices/certificate.html", certificate.context(data, fresh(sheet.pk), contributor))
    for words in ("Nadia Essai", "Le banc des parents", "Équipe du secteur sud", f"/p/{sheet.identifier}/", "a écrit et fait vivre"):
        assert words in page
    assert contributor.email not in page


def test_a_coauthor_who_writes_gets_her_own_and_readers_none(sheet, sign_in):
    writer, reader = make_user("co@essai.example", name="Sacha Essai"), make_user("lit@essai.example")
    CoAuthor.objects.create(record=sheet, user=writer, role="edit", accepted_at=sheet.first_published_at)
    CoAuthor.objects.create(record=sheet, user=reader, role="read", accepted_at=sheet.first_published_at)
    assert sign_in(writer).get(address(sheet)).status_code == 200
    data = PublicPractice.objects.get().data
    page = render_to_string("practices/certificate.html", certificate.context(data, fresh(sheet.pk), writer))
    assert "Sacha Essai" in page
    assert "a écrit avec d’autres" in page
    assert sign_in(reader).get(address(sheet)).status_code == 302


def test_there_is_none_for_strangers_visitors_and_sheets_that_are_not_public(client, sheet, contributor, sign_in):
    assert client.get(address(sheet)).status_code == 302
    assert sign_in(make_user("autre@essai.example")).get(address(sheet)).status_code == 404
    assert sign_in(contributor).get(address(make_draft(contributor))).status_code == 302
    withdraw_practice(page_id=sheet.pk, by=contributor)
    assert sign_in(contributor).get(address(sheet)).status_code == 302


@pytest.mark.parametrize("address", ["file:///etc/passwd", "https://essai.example/x.woff2", "static:../manage.py", "static:nothing.woff2"])
def test_a_document_takes_nothing_from_elsewhere(address):
    with pytest.raises((ValueError, SuspiciousFileOperation)):
        OwnFiles().fetch(address)
