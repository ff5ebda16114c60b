"""A letter in the admin and on the site: who may, what is shown, and what is never public."""

import json
import re

import pytest
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from newsletter.domain import issues
from newsletter.models import Delivery, Issue, Subscriber
from publications.domain.publication import withdraw_content
from publications.models import EditorialRecord
from tests.practices.factories import make_editor, make_user

from .conftest import BACKEND
from .factories import draft_news, make_issue, make_reader, make_readers, public, published_news, text

pytestmark = pytest.mark.usefixtures("reference_data")

AUDIENCE = {"themes": [], "regions": []}


def form(*parts, **fields):
    parts = parts or (("text", {"text": rich_text("<p>Bonjour.</p>"), "audience": AUDIENCE}),)
    data = nested_form_data({"subject": "La rentrée", "preheader": "", "body": streamfield(parts)} | fields)
    # Boxes that are ticked bear one name, not one a box.
    ticked: dict[str, list[str]] = {}
    for name in [name for name in data if re.search(r"(themes|regions)-\d+$", name)]:
        ticked.setdefault(name.rpartition("-")[0], []).append(data.pop(name))
    return data | ticked


def identifier(page):
    return EditorialRecord.objects.get(page=page).identifier


def test_a_national_editor_writes_a_letter_and_is_led_to_where_it_is_looked_at(signed_in):
    page = published_news()
    parts = [
        ("heading", {"heading": "À lire", "audience": AUDIENCE}),
        ("public", {"reference": f"http://testserver/actualites/{page.slug}/", "words": "", "audience": AUDIENCE}),
        ("text", {"text": rich_text("<p>Au revoir.</p>"), "audience": {"themes": ["logement-habitat"], "regions": ["reg-32"]}}),
    ]
    answer = signed_in.post("/gestion/lettres/new/", form(*parts, themes=["logement-habitat"]))
    issue = Issue.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/gestion/lettre/{issue.pk}/")
    assert (issue.state, issue.themes, issue.body[1].value["reference"]) == ("draft", ["logement-habitat"], identifier(page))
    assert issue.body[2].value["audience"] == {"themes": ["logement-habitat"], "regions": ["reg-32"]}


@pytest.mark.parametrize("reference", ["n’importe quoi", "op-00000000", "https://ailleurs.example/x/", "javascript:alert(1)", "/gestion/"])
def test_what_names_nothing_of_the_site_is_refused(signed_in, reference):
    answer = signed_in.post("/gestion/lettres/new/", form(("public", {"reference": reference, "words": "", "audience": AUDIENCE})))
    assert answer.status_code == 200
    assert not Issue.objects.exists()


def test_saving_makes_what_another_looked_at_out_of_date(signed_in):
    make_readers(1)
    issue = make_issue()
    signed_in.post(f"/gestion/lettres/edit/{issue.pk}/", form(subject="Autre chose"))
    signed_in.post(f"/gestion/lettre/{issue.pk}/", {"act": "send", "version": "1"})
    issue.refresh_from_db()
    assert (issue.subject, issue.version, issue.state) == ("Autre chose", 2, "draft")
    signed_in.post(f"/gestion/lettre/{issue.pk}/", {"act": "send", "version": "2"})
    issue.refresh_from_db()
    assert (issue.number, Delivery.objects.count()) == (1, 1)


def test_a_letter_on_its_way_is_neither_changed_nor_deleted(signed_in, editor, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    make_readers(1)
    issue = make_issue()
    issues.send(issue_id=issue.pk, version=1, by=editor)
    assert signed_in.post(f"/gestion/lettres/edit/{issue.pk}/", form(subject="Autre")).status_code == 302
    signed_in.post(f"/gestion/lettres/delete/{issue.pk}/")
    issue.refresh_from_db()
    assert (issue.subject, issue.state) == ("Ce que disent les habitants", "sending")


def test_a_draft_can_be_thrown_away(signed_in):
    issue = make_issue()
    signed_in.post(f"/gestion/lettres/delete/{issue.pk}/")
    assert not Issue.objects.exists()


def test_the_page_says_how_many_receive_it_and_what_is_not_public(signed_in):
    make_reader("a@essai.example", themes=["logement-habitat"])
    make_reader("b@essai.example", themes=["insertion-emploi"])
    hidden = draft_news()
    issue = make_issue(text("Logement", themes=["logement-habitat"]), public(identifier(hidden)))
    page = signed_in.get(f"/gestion/lettre/{issue.pk}/").content.decode()
    assert "1 personne reçoit cette lettre" in page
    assert identifier(hidden) in page
    assert "Un secret" not in page


def test_the_preview_is_what_one_subscriber_receives_and_runs_nothing(signed_in):
    issue = make_issue(text("Pour tout le monde."), text("Sur le logement.", themes=["logement-habitat"]))
    address = f"/gestion/lettre/{issue.pk}/apercu"
    whole = signed_in.get(f"{address}/courriel/")
    assert "Sur le logement." in whole.content.decode()
    assert "script-src" not in whole["Content-Security-Policy"] and "default-src 'none'" in whole["Content-Security-Policy"]
    assert whole["X-Frame-Options"] == "SAMEORIGIN"
    for part in ("courriel", "texte"):
        one = signed_in.get(f"{address}/{part}/?theme=insertion-emploi&region=").content.decode()
        assert "Pour tout le monde." in one
        assert "Sur le logement." not in one
    assert "Sur le logement." in signed_in.get(f"{address}/site/").content.decode()
    assert signed_in.get(f"{address}/autre/").status_code == 404
    assert signed_in.get(f"{address}/courriel/?theme=inconnu").status_code == 200


def test_scheduling_asks_for_a_time_to_come(signed_in):
    make_readers(1)
    issue = make_issue()
    address = f"/gestion/lettre/{issue.pk}/"
    for at, status in (("", 422), ("hier", 422), ("2020-01-01T09:00", 302)):
        assert signed_in.post(address, {"act": "schedule", "version": "1", "at": at}).status_code == status
        issue.refresh_from_db()
        assert issue.state == "draft"
    signed_in.post(address, {"act": "schedule", "version": "1", "at": "2099-01-05T09:00"})
    issue.refresh_from_db()
    assert (issue.state, issue.scheduled_for.isoformat()) == ("scheduled", "2099-01-05T08:00:00+00:00")
    assert signed_in.get(address).status_code == 200
    signed_in.post(address, {"act": "unschedule"})
    issue.refresh_from_db()
    assert issue.state == "draft"


@pytest.mark.parametrize("act", ["", "delete", "publish"])
def test_an_unknown_act_does_nothing(signed_in, act):
    issue = make_issue()
    assert signed_in.post(f"/gestion/lettre/{issue.pk}/", {"act": act, "version": "1"}).status_code == 404
    assert Issue.objects.get().state == "draft"


def test_a_letter_begins_with_what_is_new_since_the_last_one(signed_in, editor):
    make_readers(1)
    issues.send(issue_id=make_issue().pk, version=1, by=editor)
    draft_news()
    first, second = published_news("Première"), published_news("Deuxième")
    page = signed_in.get("/gestion/lettre/nouveautes/").content.decode()
    assert ("Première" in page, "Deuxième" in page, "Un secret" in page) == (True, True, False)
    assert signed_in.post("/gestion/lettre/nouveautes/", {}).status_code == 422
    assert signed_in.post("/gestion/lettre/nouveautes/", {"things": ["oc-00000000"]}).status_code == 422
    answer = signed_in.post("/gestion/lettre/nouveautes/", {"things": [identifier(second)]})
    issue = Issue.objects.get(state="draft")
    assert answer["Location"] == f"/gestion/lettres/edit/{issue.pk}/"
    assert [block.value["reference"] for block in issue.body] == [identifier(second)]
    issues.send(issue_id=issue.pk, version=1, by=editor)
    assert identifier(first) not in signed_in.get("/gestion/lettre/nouveautes/").content.decode()


def test_one_address_is_taken_off_the_list_and_none_is_shown(signed_in):
    make_reader("lea@essai.example")
    make_reader("autre@essai.example")
    page = signed_in.get("/gestion/lettre/abonnes/").content.decode()
    assert "2 personnes abonnées" in page
    assert ("lea@essai" in page, "autre@essai" in page) == (False, False)
    signed_in.post("/gestion/lettre/abonnes/", {"email": "Lea@essai.example"})
    assert list(Subscriber.objects.values_list("email", flat=True)) == ["autre@essai.example"]
    assert signed_in.post("/gestion/lettre/abonnes/", {"email": "x"}).status_code == 422


def test_nobody_but_national_editors_enters(client, editor):
    issue = make_issue()
    addresses = [
        "/gestion/lettres/",
        "/gestion/lettres/new/",
        f"/gestion/lettres/edit/{issue.pk}/",
        f"/gestion/lettre/{issue.pk}/",
        f"/gestion/lettre/{issue.pk}/apercu/courriel/",
        "/gestion/lettre/abonnes/",
        "/gestion/lettre/nouveautes/",
    ]
    for user in (make_editor("Bretagne"), make_user()):
        client.force_login(user, backend=BACKEND)
        assert {client.get(address).status_code for address in addresses} <= {302, 403, 404}
        client.post(f"/gestion/lettre/{issue.pk}/", {"act": "send", "version": "1"})
    client.logout()
    assert {client.get(address).status_code for address in addresses} == {302}
    assert Issue.objects.get().state == "draft"
    client.force_login(editor, backend=BACKEND)
    assert {client.get(address).status_code for address in addresses} == {200}


def test_a_letter_is_public_once_it_has_begun_to_leave_and_not_before(client, editor):
    make_readers(1)
    issue = make_issue(subject="Canari zyxwv")
    assert client.get("/lettre/1/").status_code == 404
    for address in ("/lettre/", "/lettre/archives/"):
        assert "zyxwv" not in client.get(address).content.decode()
    issues.send(issue_id=issue.pk, version=1, by=editor)
    for address in ("/lettre/", "/lettre/archives/", "/lettre/1/"):
        assert "zyxwv" in client.get(address).content.decode()
    for address in ("/lettre/2/", "/lettre/0/", "/lettre/99999999999999999999/"):
        assert client.get(address).status_code == 404


def test_what_is_withdrawn_leaves_the_letters_on_the_site_too(client, editor):
    make_readers(1)
    page = published_news("Canari zyxwv")
    issue = make_issue(text("Bonjour."), public(identifier(page)))
    issues.send(issue_id=issue.pk, version=1, by=editor)
    assert "zyxwv" in client.get("/lettre/1/").content.decode()
    withdraw_content(page_id=page.pk, by=editor)
    assert "zyxwv" not in client.get("/lettre/1/").content.decode()


def test_a_letter_costs_the_same_queries_with_one_part_and_with_five(client, editor, django_assert_num_queries):
    make_readers(1)
    for number, count in enumerate((1, 5), start=1):
        parts = [public(identifier(published_news(f"Nouvelle {number}-{place}"))) for place in range(count)]
        issue = make_issue(*parts)
        issues.send(issue_id=issue.pk, version=1, by=editor)
        client.get(f"/lettre/{number}/")
        with django_assert_num_queries(3):
            client.get(f"/lettre/{number}/")


def test_the_body_of_a_letter_is_kept_as_it_was_written(signed_in):
    signed_in.post("/gestion/lettres/new/", form())
    assert json.loads(json.dumps(Issue.objects.get().body.get_prep_value()))[0]["type"] == "text"
