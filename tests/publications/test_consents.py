"""What a person agrees to for her words, kept with its proof, and how she takes it back."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from wagtail.models import Revision

from core.mail import send_due_mails
from core.models import OutgoingMail
from practices.domain.errors import Faulty, Forbidden
from publications.consents import links
from publications.domain.consents import end_expired_consents, valid, withdraw_consents
from publications.domain.records import locked_record, set_work_state
from publications.domain.whole import faults
from publications.models import (
    CahierPage,
    CahierPiece,
    EditorialEvent,
    PublicationIndexPage,
    PublicContent,
    VoiceAgreement,
    VoiceConsent,
    VoicePage,
    WorkState,
)
from publications.signals import voice_consent_withdrawn
from publications.views import consent as view
from tests.practices.factories import make_editor, make_user

from .factories import agree, make_content, make_voice, publish

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BODY = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
PDF = BODY + b"xref\n0 1\n0000000000 65535 f \ntrailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(BODY)
TODAY = timezone.localdate
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nobody_has_tried(monkeypatch):
    monkeypatch.setattr(view.allowance, "_hands", {})


@pytest.fixture
def told():
    """What is sent to who holds printed files: (identifier, uses)."""
    heard = []

    def hear(sender, identifier, uses, **more):
        heard.append((identifier, uses))

    voice_consent_withdrawn.connect(hear)
    yield heard
    voice_consent_withdrawn.disconnect(hear)


def link(page):
    return links.path(page.record.identifier)


def agreed(page):
    return [row.use for row in VoiceConsent.objects.standing().filter(page=page).order_by("pk")]


def form(**fields):
    return {"uses": ["site", "print"], "given_on": str(TODAY()), "manner": "mail", "expires_on": ""} | fields


def proof(content=PDF, name="accord de Samira.pdf"):
    file = BytesIO(content)
    file.name = name
    return file


# --- what must be agreed to ---


def test_a_voice_is_published_with_a_consent_for_the_site(reference_data):
    publish(make_voice())
    assert PublicContent.objects.get().kind == "voice"


@pytest.mark.parametrize("uses", [(), ("print", "training", "social_networks")])
def test_a_voice_without_a_consent_for_the_site_is_not_published(reference_data, uses):
    page = make_voice(agreed=uses)
    with pytest.raises(Faulty, match="Aucun accord valable"):
        publish(page)
    assert not PublicContent.objects.exists()


def test_a_consent_holds_until_its_last_day_and_no_longer(reference_data):
    page = make_voice(agreed=())
    agree(page, "site", given_on=TODAY() - 9 * DAY, expires_on=TODAY())
    assert valid(page.pk, "site")
    VoiceConsent.objects.update(expires_on=TODAY() - DAY)
    assert not valid(page.pk, "site")
    with pytest.raises(Faulty):
        publish(page)


@pytest.mark.parametrize(
    "given", [{"given_on": TODAY() + DAY}, {"given_on": TODAY() - 9 * DAY, "expires_on": TODAY() - DAY}], ids=["tomorrow", "over"]
)
def test_an_agreement_that_cannot_be_is_refused(reference_data, given):
    page = make_voice(agreed=())
    with pytest.raises(Faulty):
        agree(page, "site", **given)
    with pytest.raises(Faulty):
        agree(page)
    assert not VoiceAgreement.objects.exists()


def test_only_a_national_editor_keeps_or_withdraws_consents(reference_data):
    page, regional = make_voice(agreed=("print",)), make_editor("Hauts-de-France")
    with pytest.raises(Forbidden):
        agree(page, "site", by=regional)
    with pytest.raises(Forbidden):
        withdraw_consents(page_id=page.pk, by=regional)
    with pytest.raises(Forbidden):
        withdraw_consents(page_id=page.pk, by=AnonymousUser())
    assert agreed(page) == ["print"]


def test_a_newer_agreement_takes_the_place_of_the_one_before_for_its_uses(reference_data):
    page = make_voice(agreed=("site", "print"))
    newer = agree(page, "print", expires_on=TODAY() + DAY)
    assert [(row.use, row.agreement == newer) for row in VoiceConsent.objects.standing().order_by("use")] == [
        ("print", True),
        ("site", False),
    ]
    assert VoiceConsent.objects.count() == 3


# --- kept in the admin ---


@pytest.fixture
def keeper(client, national_editor):
    client.force_login(national_editor, backend=BACKEND)
    return national_editor


def test_an_agreement_is_recorded_with_its_proof_which_national_editors_alone_open(client, keeper):
    page = make_voice(agreed=())
    answer = client.post(f"/gestion/paroles/{page.pk}/accords/", form(proof=proof(), with_recording="on"))
    assert answer.status_code == 302
    agreement = VoiceAgreement.objects.get()
    assert (agreement.noted_by, agreement.manner, agreement.with_recording, agreement.with_portrait) == (keeper, "mail", True, False)
    assert agreed(page) == ["site", "print"]
    assert "samira" not in agreement.proof.name.lower()
    address = f"/gestion/paroles/preuves/{agreement.pk}/"
    opened = client.get(address)
    assert b"".join(opened.streaming_content) == PDF
    assert opened["Content-Disposition"].startswith("attachment;")
    assert client.get(f"/media/{agreement.proof.name}").status_code == 404
    for other, status in ((make_editor("Hauts-de-France"), 404), (make_user("lectrice@essai.example"), 403)):
        visitor = Client()
        visitor.force_login(other, backend=BACKEND)
        assert visitor.get(address).status_code == status
        assert visitor.get(f"/gestion/paroles/{page.pk}/accords/").status_code == status
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize(
    ("fields", "file"),
    [
        ({"uses": []}, PDF),
        ({"given_on": "2099-01-01"}, PDF),
        ({"manner": "by_ear"}, PDF),
        ({}, None),
        ({}, b"MZ" + bytes(600)),
        ({}, b"<html><script>alert(1)</script>"),
        ({}, PDF[:60]),
    ],
    ids=["no use", "tomorrow", "unknown manner", "no proof", "a program", "a page", "cut short"],
)
def test_an_agreement_that_is_not_in_order_is_refused_and_said(client, keeper, fields, file):
    page = make_voice(agreed=())
    answer = client.post(f"/gestion/paroles/{page.pk}/accords/", form(**fields) | ({"proof": proof(file)} if file else {}))
    assert answer.status_code == 422
    assert "error-message" in answer.content.decode()
    assert not VoiceAgreement.objects.exists()


def test_what_happens_to_consents_is_kept_in_the_history(client, keeper):
    page = make_voice(agreed=("site", "print"))
    client.post(f"/gestion/paroles/{page.pk}/accords/retirer/", {"use": "print"})
    client.post(link(page), {"withdraw": "all"})
    kinds = ("consent_given", "consent_withdrawn")
    told = [(event.kind, event.actor_id == keeper.pk, event.comment) for event in EditorialEvent.objects.filter(kind__in=kinds)]
    assert told == [
        ("consent_given", False, "Sur ce site, Dans les imprimés et les PDF"),
        ("consent_withdrawn", True, "Dans les imprimés et les PDF"),
        ("consent_withdrawn", False, "Sur ce site"),
    ]
    assert EditorialEvent.objects.get(comment="Sur ce site", kind="consent_withdrawn").actor_id is None


def test_the_receipt_bears_the_code_and_is_sent_without_leaving_it_in_the_outbox(client, keeper, mailoutbox):
    page = make_voice()
    code = links.code(page.record.identifier)
    assert code in client.get(f"/gestion/paroles/{page.pk}/recu/").content.decode()
    client.post(f"/gestion/paroles/{page.pk}/recu/envoyer/", {"email": "samira@essai.example"})
    send_due_mails()
    assert [mail.to for mail in mailoutbox] == [["samira@essai.example"]]
    assert code in mailoutbox[0].body
    assert code not in OutgoingMail.objects.get().body


def test_the_list_of_voices_says_what_is_agreed_to_in_as_many_queries_for_three_as_for_one(client, keeper, django_assert_max_num_queries):
    make_voice()
    client.get("/gestion/paroles/")
    counts = []
    for _again in range(2):
        with django_assert_max_num_queries(40) as asked:
            assert client.get("/gestion/paroles/").status_code == 200
        counts.append(len(asked))
        make_voice(title="Deux")
        make_voice(title="Trois")
    assert counts[0] == counts[1]


# --- taken back by the link ---


def test_opening_the_link_takes_nothing_back(client, reference_data):
    page = publish(make_voice(agreed=("site", "print")))
    for method in ("get", "head", "post"):
        assert getattr(client, method)(link(page)).status_code == 200
    assert client.post(link(page), {"withdraw": "everything"}).status_code == 200
    assert agreed(page) == ["site", "print"]
    shown = client.get(link(page))
    assert re.findall(r'name="withdraw" value="(\w+)"', shown.content.decode()) == ["site", "print", "all"]
    assert shown["X-Robots-Tag"] == "noindex"


def test_one_use_is_taken_back_without_an_account_a_cookie_or_a_script(reference_data, told, mailoutbox):
    editor = make_editor(None)
    page = publish(make_voice(agreed=("site", "print", "training")))
    answer = Client(enforce_csrf_checks=True).post(link(page), {"withdraw": "print"})
    assert answer.status_code == 302
    done = Client().get(answer["Location"]).content.decode()
    assert "Dans les imprimés et les PDF" in done.partition("<form")[0]
    assert agreed(page) == ["site", "training"]
    assert PublicContent.objects.count() == 1
    assert told == [(page.record.identifier, ["print"])]
    send_due_mails()
    assert editor.email in [mail.to[0] for mail in mailoutbox]
    assert page.record.identifier in mailoutbox[0].subject
    assert "Je descends" not in mailoutbox[0].body + mailoutbox[0].subject


def test_taking_the_site_back_leaves_a_note_without_her_words_and_keeps_them_for_what_she_still_agrees_to(client, reference_data, told):
    page = publish(make_voice(agreed=("site", "print"), slug="je-descends"))
    client.post(link(page), {"withdraw": "site"})
    gone = client.get("/paroles/je-descends/")
    assert gone.status_code == 410
    said = gone.content.decode()
    assert "a repris ses paroles" in said
    assert ("Je descends" in said, "Samira" in said, "fenêtre" in said) == (False, False, False)
    assert VoicePage.objects.get().words.startswith("Avant")
    assert agreed(page) == ["print"]
    assert told == [(page.record.identifier, ["site"])]


def test_once_nothing_is_agreed_to_her_words_are_kept_nowhere(client, reference_data, django_capture_on_commit_callbacks):
    from django.core.files.base import ContentFile

    from tests.publications.test_voices import MP3, picture

    image = picture()
    page = make_voice(agreed=(), image=image, image_alt="Une femme")
    agree(page, "site", "print", with_portrait=True, with_recording=True)
    page.recording, page.transcript = ContentFile(MP3, name="voix.mp3"), "Avant."
    page.save_revision()
    page = publish(page)
    page.words = "Une autre version, à la fenêtre."
    page.save_revision()
    files = [page.recording.name, image.file.name]
    assert [default_storage.exists(name) for name in files] == [True, True]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link(page), {"withdraw": "all"})
    kept = VoicePage.objects.get()
    assert (kept.title, kept.image_id, bool(kept.recording)) == ("Paroles reprises", None, False)
    assert [kept.words, kept.transcript, kept.said_by, kept.image_alt] == ["", "", "", ""]
    held = " ".join(str(revision.content) + revision.object_str for revision in Revision.page_revisions.filter(object_id=str(page.pk)))
    assert [word for word in ("Samira", "fenêtre", "Avant", 'descends"', "Une femme") if word in held] == []
    assert [default_storage.exists(name) for name in files] == [False, False]
    assert VoiceAgreement.objects.count() == 1
    assert "plus rien n’en est conservé" in client.get(link(page)).content.decode()


def test_a_scheduled_voice_leaves_the_schedule(client, reference_data):
    page = make_voice(agreed=("site", "print"))
    set_work_state(locked_record(page.pk), WorkState.SCHEDULED, scheduled_for=timezone.now() + DAY, scheduled_revision=page.latest_revision)
    client.post(link(page), {"withdraw": "site"})
    record = locked_record(page.pk)
    assert (record.work_state, record.scheduled_for) == (WorkState.READY, None)


def test_the_link_works_for_a_voice_that_is_not_public_and_again_after_it_has_served(client, reference_data):
    page = make_voice(agreed=("training",))
    assert client.get(link(page)).status_code == 200
    client.post(link(page), {"withdraw": "all"})
    assert client.post(link(page), {"withdraw": "all"}).status_code == 302
    assert client.get(link(page)).status_code == 200
    agree(page, "site")
    assert client.get(link(page)).content.decode().count('name="withdraw"') == 2


def test_the_code_is_read_however_it_is_typed(client, reference_data):
    page = make_voice()
    code = links.code(page.record.identifier)
    for typed in (code, code.upper(), code.replace("-", " "), code.replace("-", "")):
        assert client.get("/accord/", {"code": typed}).headers.get("Location") == link(page)
    assert links.identifier_of(code.replace("0", "O").replace("1", "l")) == page.record.identifier


def test_a_code_that_we_did_not_give_opens_nothing(client, reference_data):
    page, other = make_voice(), make_voice(title="Autre")
    code, stranger = links.code(page.record.identifier), links.code(other.record.identifier)
    changed = code[:-1] + ("a" if code[-1] != "a" else "b")
    swapped = page.record.identifier + stranger[11:]
    for wrong in (changed, swapped, page.record.identifier, "oc-", "é" * 20):
        assert client.get(f"/accord/{wrong}/").status_code == 404
        assert client.post(f"/accord/{wrong}/", {"withdraw": "all"}).status_code == 404
    view.allowance._hands.clear()
    assert client.get("/accord/", {"code": changed}).status_code == 422
    assert agreed(page) == ["site"]


def test_a_receipt_signed_with_a_former_key_still_opens(client, reference_data, settings):
    page = make_voice()
    path = link(page)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key, of a later year"
    assert client.get(path).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get(path).status_code == 404


def test_codes_are_not_tried_for_long(client, reference_data):
    page = make_voice()
    answers = [client.get("/accord/oc-00000000-0000-0000-0000/").status_code for _try in range(view.allowance.a_minute)]
    assert answers == [404] * view.allowance.a_minute
    refused = client.get(link(page))
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0


# --- by the clock ---


def test_a_consent_that_ends_takes_the_voice_off_once_and_keeps_her_words_for_the_editors(client, reference_data, told):
    page = publish(make_voice(agreed=("site", "print"), slug="je-descends"))
    assert end_expired_consents() == 0
    VoiceConsent.objects.filter(use="site").update(given_on=TODAY() - 9 * DAY, expires_on=TODAY() - DAY)
    assert (end_expired_consents(), end_expired_consents()) == (1, 0)
    assert client.get("/paroles/je-descends/").status_code == 410
    assert told == [(page.record.identifier, ["site"])]
    assert VoicePage.objects.get().words.startswith("Avant")
    agree(page, "site")
    publish(VoicePage.objects.get())
    assert client.get("/paroles/je-descends/").status_code == 200


def test_who_recorded_an_agreement_is_told_so_with_her_data_and_forgotten_with_her_account(reference_data):
    from publications.consents.data import data_of

    editor = make_editor(None)
    agree(page := make_voice(agreed=()), "site", by=editor)
    assert [row["page__record__identifier"] for row in data_of(editor)] == [page.record.identifier]
    editor.delete()
    assert VoiceAgreement.objects.get().noted_by is None


def test_a_cahier_does_not_go_out_with_a_voice_that_may_not_be_printed(reference_data):
    voice = publish(make_voice())
    cahier = make_content(CahierPage, PublicationIndexPage.objects.get(), title="Cahier un", number=1)
    cahier.pieces = [CahierPiece(page=voice)]
    revision = cahier.save_revision()

    def said_of_the_voice():
        return [words for words in faults(locked_record(cahier.pk), revision) if "Je descends" in words]

    [words] = said_of_the_voice()
    assert "imprim" in words
    agree(voice, "print")
    assert said_of_the_voice() == []
