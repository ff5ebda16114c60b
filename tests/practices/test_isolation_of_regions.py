"""Every address of the admin, walked from the URL resolver, tried by an editor of another region with the true keys of a sheet.

The sheet has all that a sheet may have; each piece bears the same word, which may appear nowhere.
"""

import re
from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from practices.domain import drafts, holding, routing, submission
from practices.domain.records import latest_version
from practices.models import ChangeRequest, Comment, PracticeDocument, PracticeEvent, PublicPractice, Report, Review
from tests.practices.factories import fresh, make_editor, make_published, make_user, sheet_values

pytestmark = pytest.mark.usefixtures("reference_data")

MARK = "canarilimousin"
REFUSED = {301, 302, 400, 403, 404, 405}
#: Arguments that name the sheet or a piece of it: whatever bears one must be refused.
NAMING = frozenset(
    [
        "page_id",
        "page_pk",
        "parent_page_id",
        "page_to_move_id",
        "destination_id",
        "image_id",
        "document_id",
        "doc_id",
        "revision_id",
        "revision_id_a",
        "revision_id_b",
        "report_id",
        "review_id",
        "request_id",
        "task_state_id",
        "workflow_state_id",
        "object_id",
        "collection_id",
        "region_id",
    ]
)
#: The walk stays signed in; the other is there to fail.
LEFT_OUT = ("wagtailadmin_logout", "wagtailadmin_error_test")
#: Addresses whose arguments have no name.
UNNAMED = {"wagtaildocs_serve": ("document_id", "filename")}
WORDS = {
    "app_label": "practices",
    "app_name": "practices",
    "content_type_app_name": "practices",
    "model_name": "practicepage",
    "content_type_model_name": "practicepage",
    "action_name": "publish",
    "action": "delete",
    "filter_spec": "max-100x100",
    "rest": "fiches",
    "filename": "plan.txt",
}


@pytest.fixture
def sheet(reference_data):
    """A public sheet of Hauts-de-France whose new version is under review, with files, readings, requests, comments and reports."""
    contributor, editor = make_user(f"{MARK}@essai.example", name=MARK), make_editor("Hauts-de-France", f"{MARK}-ed@essai.example")
    record = make_published(contributor, editor, title=f"{MARK} publiée")
    drafts.save_draft(page_id=record.pk, by=contributor, values=sheet_values(title=f"{MARK} nouvelle", summary=f"Résumé {MARK}."))
    collection = routing.collection_of(record.region)
    page = latest_version(fresh(record.pk))
    page.image = Image.objects.create(title=f"Image {MARK}", file=get_test_image_file(f"{MARK}.png"), collection=collection)
    page.image_alt, page.image_credit, page.image_consent = MARK, MARK, True
    document = Document.objects.create(title=f"Plan {MARK}", file=ContentFile(MARK.encode(), f"{MARK}.txt"), collection=collection)
    page.document_rows = [PracticeDocument(document=document)]
    page.save_revision(user=contributor)
    submission.submit_practice(page_id=record.pk, by=contributor)
    holding.give_practice(page_id=record.pk, by=editor, holder_id=editor.pk)
    more = {"record_id": record.pk, "round": fresh(record.pk).round}
    Review.objects.create(**more, email=f"{MARK}-relit@essai.example", due_on=timezone.localdate(), remarks=MARK)
    ChangeRequest.objects.create(**more, field="summary", text=MARK)
    Comment.objects.create(record_id=record.pk, author=contributor, text=MARK)
    Report.objects.create(record_id=record.pk, reason="other", text=MARK, email=f"{MARK}-lit@essai.example")
    return fresh(record.pk)


@pytest.fixture
def elsewhere(client, sheet):
    """An editor of Île-de-France is signed in."""
    client.force_login(make_editor("Île-de-France"))
    client.raise_request_exception = False
    return client


def admin_patterns(patterns=None, prefix="", namespaces=(), arguments=()):
    """(name with namespaces, names of the arguments) of each address below /gestion/."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if not (route.startswith("gestion") or "gestion".startswith(route.strip("^/"))):
            continue
        own = (*arguments, *(getattr(pattern.pattern, "converters", None) or pattern.pattern.regex.groupindex))
        own = UNNAMED.get(pattern.name, own) if not isinstance(pattern, URLResolver) else own
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from admin_patterns(pattern.url_patterns, route, inner, own)
        elif pattern.name and route.startswith("gestion"):
            yield ":".join((*namespaces, pattern.name)), own


def keys_of(record):
    """The values that each argument takes."""
    page, workflow = record.page, record.page.current_workflow_state
    image, document = Image.objects.get(title__contains=MARK), Document.objects.get(title__contains=MARK)
    own = {"image_id": image.pk, "document_id": document.pk, "doc_id": document.pk, "collection_id": image.collection_id}
    own |= {"report_id": record.reports.get().pk, "review_id": record.reviews.get().pk, "request_id": record.change_requests.get().pk}
    own |= {"task_state_id": workflow.current_task_state_id, "workflow_state_id": workflow.pk, "region_id": record.region_id}
    own |= dict.fromkeys(("revision_id", "revision_id_a", "revision_id_b"), page.latest_revision_id)
    pieces = [page.pk, image.pk, document.pk, *(row.pk for row in (record.reports.get(), record.reviews.get(), page.owner))]
    values = {name: [own.get(name, page.pk)] for name in NAMING}
    return values | {name: [word] for name, word in WORDS.items()} | {"pk": pieces, "user_id": [page.owner_id]}


def addresses(record):
    """Every address with every key, and the names of its arguments."""
    keys = keys_of(record)
    for name, arguments in dict.fromkeys(admin_patterns()):
        if name in LEFT_OUT:
            continue
        for values in product(*(keys.get(argument, [record.pk]) for argument in arguments)):
            named = {"args": values} if name in UNNAMED else {"kwargs": dict(zip(arguments, values, strict=True))}
            yield name, reverse(name, **named), set(arguments)


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace") + str(response.headers)


def snapshot(record):
    record = fresh(record.pk)
    rows = [
        list(model.objects.order_by("pk").values()) for model in (Review, ChangeRequest, Comment, Report, PracticeEvent, PublicPractice)
    ]
    files = list(Image.objects.values("pk", "title", "collection")), list(Document.objects.values("pk", "title", "collection"))
    return record.both_states, record.region_id, record.holder_id, record.page.latest_revision_id, rows, files


FILLED = {
    "comment": "Essai",
    "reason": "Essai",
    "answer": "Essai",
    "title": "Essai",
    "name": "Essai",
    "act": "take",
    "email": "essai@essai.example",
    "due_on": "2099-01-01",
}


def test_the_walk_finds_the_admin():
    found = {name for name, _arguments in admin_patterns()}
    desk = {
        "practices_desk:index",
        "practices_desk:together",
        "practices_desk:review",
        "practices_desk:approve",
        "practices_desk:hand_over",
    }
    assert desk | {"wagtailadmin_home", "wagtailadmin_pages:edit", "wagtailimages:edit", "wagtaildocs:edit"} <= found
    assert len(found) > 200


def test_reading_any_address_shows_nothing_of_another_region(elsewhere, sheet):
    shown, opened, broken = [], [], []
    for name, address, arguments in addresses(sheet):
        response = elsewhere.get(address)
        if response.status_code >= 500:
            broken.append((name, response.status_code))
        if re.search(MARK, body(response)):
            shown.append(address)
        if arguments & NAMING and response.status_code not in REFUSED:
            opened.append((name, address, response.status_code))
    assert (shown, opened, broken) == ([], [], [])
    assert elsewhere.get("/gestion/").status_code == 200


def test_posting_to_any_address_changes_nothing_of_another_region(elsewhere, sheet):
    before, shown, done, broken = snapshot(sheet), [], [], []
    data = FILLED | {"region": sheet.region_id, "revision": sheet.page.latest_revision_id, "sheets": [sheet.pk], "q": MARK}
    for name, address, arguments in addresses(sheet):
        response = elsewhere.post(address, data)
        if response.status_code >= 500:
            broken.append((name, response.status_code))
        # What was asked comes back in the field where it was typed.
        if MARK in body(response).replace(f'value="{MARK}"', "").replace(f"q={MARK}", ""):
            shown.append(address)
        if arguments & NAMING and response.status_code not in REFUSED:
            done.append((name, address, response.status_code))
    # Wagtail's own: it takes for granted that its chooser of links was filled in.
    assert (shown, done, broken) == ([], [], [("wagtailadmin_choose_page_external_link", 500)])
    assert snapshot(sheet) == before


@pytest.mark.parametrize(
    "query", ["?q={0}", "?q=est:a-traiter {0}", "?search={0}", "?p=1&ordering=title", "?page_type=practices.practicepage"]
)
def test_lists_and_searches_find_nothing_of_another_region(elsewhere, sheet, query):
    shown = []
    for name, address, arguments in addresses(sheet):
        if not arguments:
            text = body(elsewhere.get(address + query.format("canari")))
            if MARK in text:
                shown.append(name)
    assert shown == []


def test_the_editors_of_the_region_find_it_at_the_same_addresses(client, sheet):
    """What is refused elsewhere is there: the walk tries true addresses."""
    client.force_login(make_editor("Hauts-de-France", "autre@essai.example"))
    client.raise_request_exception = False
    seen = {name for name, address, _arguments in addresses(sheet) if MARK in body(client.get(address))}
    desk = {f"practices_desk:{name}" for name in ("index", "review", "preview", "reports", "report")}
    files = {f"{app}:{name}" for app in ("wagtailimages", "wagtaildocs") for name in ("index", "edit")}
    assert desk | files | {"wagtailadmin_pages:edit"} <= seen
