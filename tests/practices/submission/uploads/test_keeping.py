"""Where the files of a sheet lie, who reads them, and when they go."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, Revision
from wagtail.permissions import policy_registry

from accounts.models import User
from practices.domain import drafts, files
from practices.domain.review import request_changes
from practices.domain.reviewers import assign_reviewer
from practices.models import Upload
from practices.review import links

from ...factories import approve, fresh, make_editor, make_user
from .. import files as made
from .conftest import ADDRESS, WORDS

pytestmark = pytest.mark.usefixtures("reference_data")

DRAFTS = {"name": files.DRAFT_FILES, "depth": 1}


def status(client, address):
    """What it answers, read to its end as a browser does: a file that is served stays open until then."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def test_files_of_a_draft_are_read_by_its_writer_only_and_lie_under_nobody_s_permissions(writer, send):
    send(image=made.picture(), document=("guide.pdf", made.pdf()), **WORDS)
    page = writer.page
    document = page.document_rows.all()[0].document
    assert {page.image.collection, document.collection} == {Collection.objects.get(**DRAFTS)}
    addresses = [
        f"/p/{writer.identifier}/image/?version=derniere",
        f"/p/{writer.identifier}/documents/{document.pk}/?version=derniere",
        f"/media/{page.image.file.name}",
        f"/media/{document.file.name}",
        f"/gestion/documents/{document.pk}/{document.filename}",
    ]
    assert [status(writer.client, address) for address in addresses[:2]] == [200, 200]
    admin = User.objects.create_superuser("admin@essai.example", "observatoire")
    others = [None, make_user("autre@essai.example"), make_editor("Hauts-de-France"), make_editor(None), admin]
    for user in others:
        client = Client()
        if user:
            client.force_login(user)
        assert {status(client, address) for address in addresses} <= {302, 403, 404}, user
        if user:
            held = [policy_registry.get_by_type(kind).instances_user_has_permission_for(user, "change") for kind in (Image, Document)]
            assert [files.count() for files in held] == [0, 0], user


def test_sent_the_files_are_the_region_s_and_a_document_keeps_its_title(writer, send):
    editor, stranger = make_editor("Hauts-de-France"), make_editor("Île-de-France")
    send(image=made.picture(), document=("guide.pdf", made.pdf()), **WORDS)
    writer.send()
    document = Document.objects.get()
    assert {Image.objects.get().collection.name, document.collection.name} == {"Rédaction – Hauts-de-France"}
    policy = policy_registry.get_by_type(Image)
    assert [policy.instances_user_has_permission_for(user, "choose").count() for user in (editor, stranger)] == [1, 0]
    request_changes(page_id=writer.record.pk, by=editor, comment="Un autre titre ?")
    files.change_files(page_id=writer.record.pk, by=writer.user, changes=files.Changes(titles={document.pk: "Pris"}))
    document.refresh_from_db()
    assert document.title == "guide"
    assert f'name="title_{document.pk}"' not in writer.client.get(writer.address(ADDRESS)).content.decode()


def test_editors_and_readers_see_the_image_beside_the_words(writer, send):
    editor = make_editor("Hauts-de-France")
    send(image=made.picture(), **WORDS)
    writer.send()
    review = assign_reviewer(page_id=writer.record.pk, by=editor, email="lit@essai.example", due_on=timezone.localdate())
    desk, reader = Client(), Client()
    desk.force_login(editor)
    for client, address in ((desk, f"/gestion/fiches/{writer.record.pk}/"), (reader, links.path(review))):
        [image] = html.fromstring(client.get(address).content).xpath("//img[@class='read-image']/@src")
        assert status(client, image) == 200, address


def test_a_new_version_s_files_are_hidden_until_it_is_sent(writer, send):
    editor = make_editor("Hauts-de-France")
    writer.send()
    approve(writer.record, editor)
    send(image=made.picture(), **WORDS)
    image = Image.objects.get()
    assert image.collection == Collection.objects.get(**DRAFTS)
    assert status(Client(), f"/p/{writer.identifier}/image/") == 404
    assert writer.send().status_code == 302
    image.refresh_from_db()
    assert image.collection.name == "Rédaction – Hauts-de-France"


def test_an_image_taken_away_before_anybody_read_it_is_gone_with_its_file(writer, send, django_capture_on_commit_callbacks):
    send(image=made.picture(), **WORDS)
    name = writer.page.image.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert send(remove_image="1").status_code == 302
    assert (writer.page.image, writer.page.image_alt) == (None, "")
    assert (Image.objects.count(), Upload.objects.count()) == (0, 0)
    assert not default_storage.exists(name)


def test_a_replaced_image_stays_as_long_as_a_kept_version_names_it(writer, send):
    editor = make_editor("Hauts-de-France")
    send(image=made.picture(), **WORDS)
    first = Image.objects.get().pk
    writer.send()
    request_changes(page_id=writer.record.pk, by=editor, comment="Une autre image ?")
    send(image=made.picture(colour=(0, 90, 0)), **WORDS)
    assert (files.delete_orphans(), Image.objects.filter(pk=first).exists()) == (0, True)
    assert Upload.objects.get(image=first).doubtful is False
    writer.send()
    approve(writer.record, editor)
    record = fresh(writer.record.pk)
    Revision.page_revisions.filter(object_id=str(record.pk), content__image=first).exclude(
        pk__in=[record.page.live_revision_id, record.submitted_revision_id]
    ).delete()
    assert (files.delete_orphans(), list(Image.objects.values_list("pk", flat=True))) == (1, [record.page.image_id])
    assert files.delete_orphans() == 0


def test_an_image_that_an_editor_took_up_elsewhere_is_not_deleted(writer, send):
    editor = make_editor("Hauts-de-France")
    send(image=made.picture(), **WORDS)
    image = Image.objects.get()
    writer.send()
    request_changes(page_id=writer.record.pk, by=editor, comment="Sans image ?")
    other = make_user("autre@essai.example")
    page = drafts.create_draft(owner=other, title="Une autre fiche")
    drafts.save_draft(page_id=page.pk, by=other, values={"image": image})
    send(remove_image="1")
    Revision.page_revisions.filter(object_id=str(writer.record.pk)).exclude(
        pk__in=[writer.record.page.latest_revision_id, writer.record.submitted_revision_id]
    ).delete()
    Upload.objects.update(doubtful=True)
    assert (files.delete_orphans(), Image.objects.filter(pk=image.pk).exists()) == (0, True)


def test_files_of_a_deleted_draft_go_with_it(writer, send):
    send(image=made.picture(), document=("guide.pdf", made.pdf()), **WORDS)
    drafts.delete_draft(page_id=writer.record.pk, by=writer.user)
    assert files.delete_orphans() == 2
    assert (Image.objects.count(), Document.objects.count(), Upload.objects.count()) == (0, 0, 0)


def test_nobody_else_sends_files_and_the_token_is_asked_for(writer, send):
    stranger = Client()
    stranger.force_login(make_user("autre@essai.example"))
    data = {"image": SimpleUploadedFile("a.jpg", made.picture()), "add": "1"}
    assert stranger.post(writer.address(ADDRESS), data).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer.user)
    assert strict.post(writer.address(ADDRESS), {"image": SimpleUploadedFile("a.jpg", made.picture()), "add": "1"}).status_code == 403
    assert Client().post(writer.address(ADDRESS), {"add": "1"}).status_code == 302
    writer.send()
    refused = writer.client.post(writer.address(ADDRESS), {"read": "", "image_alt": "Trop tard"})
    assert refused.status_code == 409
    assert Image.objects.count() == 0


def test_yesterday_s_version_keeps_its_image(writer, send):
    send(image=made.picture(), **WORDS)
    Revision.page_revisions.filter(object_id=str(writer.record.pk)).update(created_at=timezone.now() - timedelta(days=1))
    send(remove_image="1")
    assert (writer.page.image, Image.objects.count(), files.delete_orphans()) == (None, 1, 0)


def test_the_root_of_drafts_is_beside_the_root_of_all_other_files_and_never_before_it(reference_data):
    files.draft_files()
    assert (Collection.get_first_root_node().name, Collection.get_root_nodes().count()) == ("Root", 2)
    assert list(Collection.objects.get(**DRAFTS).get_children()) == []
