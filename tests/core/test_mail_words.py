"""The words of messages: edited in the back office, shown before they are saved, and never of no use."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import mail_kinds
from core.mail import queue_mail
from core.mail_kinds import MailKind
from core.models import MailText
from tests.practices.factories import make_editor, make_user

TEMPLATE = "practices/mail/declined.txt"
PIECES = ("hello.txt", "closing.txt", "stop.txt", "second_factor.txt")


@pytest.fixture
def kind() -> MailKind:
    return mail_kinds.get(TEMPLATE)


def test_every_message_that_the_site_can_send_is_declared_with_its_values(db):
    folder = Path(settings.BASE_DIR) / "templates"
    written = {str(path.relative_to(folder)) for path in folder.glob("*/mail/**/*.txt") if path.name not in PIECES}
    assert written == {kind.template for kind in mail_kinds.every()}


def test_the_words_of_each_message_can_be_edited_and_pass_their_own_check(db):
    for kind in mail_kinds.every():
        subject, body = mail_kinds.own_text(kind)
        mail_kinds.check(subject, body, kind)
        shown = "".join(mail_kinds.example(subject, body, kind))
        assert "{{" not in shown and "{%" not in shown, kind.template
        assert set(kind.phrases) <= kind.examples.keys(), kind.template


def test_a_list_and_a_plural_go_into_edited_words_as_the_site_words_them(db):
    template = "practices/mail/unattended.txt"
    MailText.objects.create(template=template, subject="À voir : {{ how_many }}", body="Bonjour {{ name }},\n\n{{ list }}\n\nMerci.")
    sheets = [
        {"title": title, "region": "Bretagne", "since": "2 mars 2027", "url": "https://x"} for title in ("Le banc", "Le <b>goûter</b>")
    ]
    mail = queue_mail(to="lea@example.org", template=template, context={"name": "Léa", "sheets": sheets[:1]})
    assert mail.subject == "À voir : Une fiche dont personne ne s’occupe"
    mail = queue_mail(to="lea@example.org", template=template, context={"name": "Léa", "sheets": sheets})
    assert mail.subject == "À voir : 2 fiches dont personne ne s’occupe"
    assert [line.replace("\u00a0", " ") for line in mail.body.splitlines() if line] == [
        "Bonjour Léa,",
        "– « Le banc » (Bretagne), depuis le 2 mars 2027",
        "  https://x",
        "– « Le <b>goûter</b> » (Bretagne), depuis le 2 mars 2027",
        "  https://x",
        "Merci.",
    ]


def test_a_phrase_that_says_nothing_leaves_no_hole(db):
    context = {"name": "Léa", "title": "Le banc", "region": "Bretagne", "by": "Mona", "due": "", "url": "https://x"}
    mail = queue_mail(to="lea@example.org", template="practices/mail/given.txt", context=context)
    assert "Mona vous confie la fiche « Le banc » (Bretagne). Pour la lire" in mail.body.replace("\u00a0", " ")


def test_an_edited_text_takes_the_place_of_the_sites_own_and_gets_its_values(db, kind):
    MailText.objects.create(template=TEMPLATE, subject="Votre fiche « {{ title }} »", body="Bonjour {{ name }},\n\n{{reason}}\n\n{{ url }}")
    values = {"name": "", "title": "Le banc", "reason": "Elle dit {{ url }} et <b>.", "url": "https://site.example/x/", "region": ""}
    mail = queue_mail(to="lea@example.org", template=TEMPLATE, context=values)
    assert mail.subject == "Votre fiche « Le banc »"
    assert mail.body == "Bonjour,\n\nElle dit {{ url }} et <b>.\n\nhttps://site.example/x/\n"


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        ("{{ title }}", "{{ url }} {{ reason }} {{ password }}", "{{ password }}"),
        ("{{ title }}", "{{ url }}", "{{ reason }}"),
        ("{{ title }}", "{{ reason }}", "{{ url }}"),
    ],
)
def test_words_with_an_unknown_place_or_without_what_the_message_is_for_are_refused(db, kind, subject, body, said):
    with pytest.raises(ValidationError, match=said.replace("{", r"\{").replace("}", r"\}")):
        mail_kinds.check(subject, body, kind)
    mail_kinds.check("Une fiche", "{{ url }} {{ reason }}", kind)


@pytest.fixture
def national(client, reference_data):
    user = make_editor(None)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_words_are_seen_with_examples_before_they_are_saved(national, kind):
    address = f"/gestion/messages/{TEMPLATE}/"
    page = national.get(address).content.decode()
    assert "{{ reason }}" in page and kind.examples["reason"] in page
    words = {"subject": "À propos de {{ title }}", "body": "Voici pourquoi : {{ reason }}\n\n{{ url }}"}
    seen = national.post(address, {**words, "act": "see"}).content.decode()
    assert f"À propos de {kind.examples['title']}" in seen and not MailText.objects.exists()
    national.post(address, {**words, "act": "save"})
    assert MailText.objects.get().subject == "À propos de {{ title }}"
    national.post(address, {"act": "reset"})
    assert not MailText.objects.exists()


def test_words_that_are_refused_stay_on_the_page(national):
    answer = national.post(f"/gestion/messages/{TEMPLATE}/", {"subject": "Non", "body": "Sans lien, mais tapé", "act": "save"})
    assert answer.status_code == 422
    assert "Sans lien, mais tapé" in answer.content.decode()
    assert not MailText.objects.exists()


def test_the_log_says_what_left_and_to_whom_and_not_what_it_said(national):
    queue_mail(
        to="lea@example.org", template=TEMPLATE, about="op-1a2b3c4d", context={"title": "Le banc", "reason": "motif-secret", "url": "u"}
    )
    page = national.get("/gestion/messages/envois/?sur=op-1a2b3c4d").content.decode()
    assert "lea@example.org" in page and "motif-secret" not in page
    assert "lea@example.org" not in national.get("/gestion/messages/envois/?sur=op-autre").content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("a=LEA@", ["lea@example.org"]),
        ("etat=sent", ["zoe@example.org"]),
        ("etat=failed", ["ali@example.org"]),
        ("etat=waiting", ["lea@example.org"]),
        ("etat=failed&a=lea", []),
        ("etat=inconnu&a=zoe", ["zoe@example.org"]),
        ("a=%00", ["ali@example.org", "lea@example.org", "zoe@example.org"]),
    ],
)
def test_the_log_is_narrowed_by_address_and_state(national, query, found):
    for name, changes in (("lea", {}), ("zoe", {"sent_at": timezone.now()}), ("ali", {"last_error": "OSError"})):
        mail = queue_mail(to=f"{name}@example.org", template=TEMPLATE, context={"title": "Le banc", "reason": "r", "url": "u"})
        type(mail).objects.filter(pk=mail.pk).update(**changes)
    page = national.get(f"/gestion/messages/envois/?{query}")
    assert sorted(mail.to for mail, _kind, _state in page.context["rows"]) == found


@pytest.mark.parametrize("address", ["/gestion/messages/", "/gestion/messages/envois/", f"/gestion/messages/{TEMPLATE}/"])
def test_only_who_may_edit_words_enters(client, national, address):
    assert national.get(address).status_code == 200
    for user in (make_editor("Bretagne"), make_user()):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get(address).status_code in (302, 403)


@pytest.mark.parametrize("template", ["practices/mail/hello.txt", "../settings.py", "base.html"])
def test_what_is_no_message_has_no_page(national, template):
    assert national.get(f"/gestion/messages/{template}/").status_code == 404
