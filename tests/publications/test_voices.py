"""The words of professionals and of persons concerned: told apart, face to face, to read and to listen to."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Collection

from core.media import public_collection
from practices.domain.errors import Faulty
from practices.uploads import Unacceptable
from publications.models import VoicePage
from publications.voices import identifying, recordings

from .factories import agree, make_voice, publish

FRAME = bytes([0xFF, 0xFB, 0x90, 0x00]) + bytes(413)
MP3 = FRAME * 4
M4A = b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + b"\x00\x00\x00\x21hdlr" + bytes(8) + b"soun" + bytes(40)
VIDEO = M4A + b"hdlr" + bytes(8) + b"vide"
OGG = b"OggS\x00\x02" + bytes(20) + b"\x01\x13OpusHead" + bytes(30)


def face(client, theme):
    """Who says what on a theme, in the order of the page."""
    page = client.get(f"/paroles/?theme={theme}").content.decode()
    return [part.partition("<")[0] for part in page.split('voice__side">')[1:]]


def picture(collection=None):
    content = BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(content, "PNG")
    collection = collection or Collection.get_first_root_node()
    return Image.objects.create(title="Samira", file=ContentFile(content.getvalue(), name="samira.png"), collection=collection)


def test_the_two_sides_of_a_theme_face_each_other_and_each_says_which_it_is(client, reference_data):
    publish(make_voice(title="Je descends", side="person_concerned", themes=["isolement"]))
    publish(make_voice(title="J’ai appris à attendre", side="professional", themes=["isolement"]))
    publish(make_voice(title="Ailleurs", side="professional", themes=["mobilite"]))
    assert face(client, "isolement") == ["Personne concernée", "Professionnel ou professionnelle"]
    page = client.get("/paroles/?theme=isolement").content.decode()
    assert ("Je descends" in page, "J’ai appris à attendre" in page, "Ailleurs" in page) == (True, True, False)


def test_a_side_that_has_not_spoken_is_said_once(client, reference_data):
    publish(make_voice(title="Une", side="person_concerned", themes=["isolement"]))
    publish(make_voice(title="Deux", side="person_concerned", themes=["isolement"]))
    assert face(client, "isolement") == ["Personne concernée", "Professionnel ou professionnelle", "Personne concernée"]


def test_a_broader_theme_has_the_voices_of_its_sub_themes(client, reference_data):
    publish(make_voice(themes=["mobilite"]))
    assert face(client, "insertion-emploi") == ["Personne concernée", "Professionnel ou professionnelle"]


def test_a_theme_that_no_voice_speaks_of_is_said_and_the_latest_are_shown(client, reference_data):
    publish(make_voice(title="Je descends"))
    page = client.get("/paroles/?theme=nulle-part")
    assert page.status_code == 200
    assert "Aucune parole ne porte encore sur ce thème" in page.content.decode()
    assert "Je descends" in page.content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "²", "99999999999", "2"])
def test_a_page_that_does_not_exist_is_no_error(client, reference_data, page):
    publish(make_voice(themes=["isolement"]))
    assert client.get("/paroles/", {"page": page}).status_code == 200
    assert client.get("/paroles/", {"page": page, "theme": "isolement"}).status_code == 200


def test_lists_of_voices_take_the_same_queries_with_one_and_with_three(client, reference_data, django_assert_num_queries):
    publish(make_voice(themes=["isolement"]))
    for _again in range(2):
        # Menus are read anew after something is published.
        client.get("/paroles/")
        with django_assert_num_queries(3):
            client.get("/paroles/")
        with django_assert_num_queries(4):
            client.get("/paroles/?theme=isolement")
        publish(make_voice(title="Autre", side="professional", themes=["isolement"]))
        publish(make_voice(title="Encore", themes=["isolement"]))


def test_no_licence_lets_others_use_her_words(client, reference_data):
    page = publish(make_voice(slug="je-descends"))
    for address in (
        "/paroles/je-descends/",
        "/paroles/je-descends/citation.bib",
        f"/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={page.record.identifier}",
    ):
        assert "creativecommons" not in client.get(address).content.decode()


def test_a_pseudonym_is_said_to_be_one_and_her_own_name_is_not(client, reference_data):
    publish(make_voice(slug="un"))
    publish(make_voice(slug="deux", said_by="Nadia Ferrand", signs_with_name=True))
    publish(make_voice(slug="trois", said_by="Une assistante de service social"))
    assert "le nom a été changé" in client.get("/paroles/un/").content.decode()
    for own in ("deux", "trois"):
        assert "le nom a été changé" not in client.get(f"/paroles/{own}/").content.decode()


@pytest.mark.parametrize(
    ("content", "extension"), [(MP3, "mp3"), (b"ID3\x04\x00\x00\x00\x00\x00\x05abcde" + MP3, "mp3"), (M4A, "m4a"), (OGG, "ogg")]
)
def test_a_recording_is_known_by_what_it_holds(content, extension):
    assert recordings.check(BytesIO(content)) == extension


@pytest.mark.parametrize("content", [b"", b"ID3", FRAME, VIDEO, b"MZ" + bytes(900), b"<html>" + MP3, b"OggS" + bytes(100)])
def test_what_is_no_recording_is_refused_whatever_its_name(content):
    with pytest.raises(Unacceptable):
        recordings.check(BytesIO(content))


def test_a_recording_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(recordings, "MEGABYTES", 0)
    with pytest.raises(Unacceptable, match="0 Mo"):
        recordings.check(BytesIO(MP3))


def test_a_recording_without_its_transcript_is_refused_when_it_is_saved_and_when_it_is_published(reference_data):
    page = make_voice(agreed=())
    agree(page, "site", with_recording=True)
    page.recording = ContentFile(MP3, name="samira-dupont.mp3")
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert list(refusal.value.message_dict) == ["transcript"]
    page.transcript = "Avant."
    page.full_clean()
    page.transcript = ""
    page.save_revision(clean=False)
    with pytest.raises(Faulty, match="transcription"):
        publish(page)


def test_a_file_that_is_no_recording_is_refused_in_the_form(reference_data):
    page = make_voice()
    page.recording, page.transcript = ContentFile(b"MZ" + bytes(500), name="voix.mp3"), "Avant."
    with pytest.raises(ValidationError) as refusal:
        page.full_clean()
    assert list(refusal.value.message_dict) == ["recording"]


@pytest.fixture
def recorded(reference_data):
    page = make_voice(agreed=(), slug="enregistree")
    agree(page, "site", with_recording=True)
    page.recording, page.transcript = ContentFile(MP3, name="samira-dupont.mp3"), "Avant, je regardais."
    page.full_clean()
    page.save_revision()
    return page


def test_a_recording_is_heard_and_read_on_its_page(client, recorded):
    page = publish(recorded)
    assert "samira" not in page.recording.name
    address = f"/c/{page.record.identifier}/enregistrement"
    drawn = client.get("/paroles/enregistree/").content.decode()
    assert f'<source src="{address}" type="audio/mpeg">' in drawn
    assert "Avant, je regardais." in drawn
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"], answer["Accept-Ranges"]) == (200, "audio/mpeg", "bytes")
    assert b"".join(answer.streaming_content) == MP3


@pytest.mark.parametrize(
    ("asked", "status", "said", "length"),
    [
        ("bytes=0-99", 206, "bytes 0-99/1668", 100),
        ("bytes=1600-", 206, "bytes 1600-1667/1668", 68),
        ("bytes=-10", 206, "bytes 1658-1667/1668", 10),
        ("bytes=5000-", 416, "bytes */1668", 0),
    ],
)
def test_a_player_asks_for_a_part_of_a_recording(client, recorded, asked, status, said, length):
    page = publish(recorded)
    answer = client.get(f"/c/{page.record.identifier}/enregistrement", headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (status, said)
    assert len(b"".join(answer.streaming_content) if answer.streaming else answer.content) == length


def test_a_recording_that_is_not_public_is_read_by_national_editors_alone(client, recorded, national_editor):
    address = f"/c/{recorded.record.identifier}/enregistrement"
    assert client.get(address).status_code == 404
    assert client.get(address + "?version=derniere").status_code == 404
    client.force_login(national_editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(address).status_code == 404
    answer = client.get(address + "?version=derniere")
    assert b"".join(answer.streaming_content) == MP3


def test_a_portrait_is_seen_with_its_voice_and_nowhere_else(client, reference_data):
    page = make_voice(agreed=(), slug="portrait", image=picture(), image_alt="Une femme à sa fenêtre")
    agree(page, "site", with_portrait=True)
    address = f"/c/{page.record.identifier}/portrait.webp"
    assert client.get(address).status_code == 404
    publish(page)
    assert (
        f'<img src="{address}" alt="Une femme à sa fenêtre" width="400" height="267">' in client.get("/paroles/portrait/").content.decode()
    )
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    for rendition in page.image.renditions.all():
        assert client.get(f"/media/{rendition.file.name}").status_code == 404


def test_a_portrait_in_the_public_collection_is_refused(reference_data):
    page = make_voice(agreed=(), image=picture(public_collection()), image_alt="Une femme")
    agree(page, "site", with_portrait=True)
    with pytest.raises(Faulty, match="portrait"):
        publish(page)


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ({"words": "Je suis Malika, j’ai 34 ans, j’habite à Roubaix."}, ["Un prénom, un âge et un lieu, ensemble", "Un prénom"]),
        ({"words": "Appelez-moi au 06 12 34 56 78."}, ["Un numéro de téléphone"]),
        ({"words": "Écrivez à malika@exemple.fr."}, ["Une adresse de courriel"]),
        ({"said_by": "Malika Benali"}, ["Un nom de personne"]),
        ({"said_by": "Malika Benali", "signs_with_name": True}, []),
        ({"said_by": "Malika", "words": "On m’appelle Malika."}, []),
        ({"words": "Nous étions douze, et il pleuvait."}, []),
    ],
)
def test_what_may_tell_who_she_is_is_shown_to_editors(reference_data, values, labels):
    page = make_voice(agreed=(), **values)
    assert [str(found.label) for found in identifying.findings(page)] == labels


def test_an_alert_blocks_nothing_and_stands_in_the_page_editor_and_beside_the_agreements(client, national_editor):
    page = make_voice(words="Appelez-moi au 06 12 34 56 78.")
    client.force_login(national_editor, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in (f"/gestion/pages/{page.pk}/edit/", f"/gestion/paroles/{page.pk}/accords/"):
        assert "<mark>06 12 34 56 78</mark>" in client.get(address).content.decode()
    publish(page)
    assert VoicePage.objects.get().live
