"""What visitors read when something goes wrong: in the site's own look, in French, and nothing that they should not know."""

import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from core import views
from observatory import urls
from practices.domain.absence import withdraw_practice
from tests.practices.factories import make_editor, make_published, make_user

SECRET = "mot de passe 1234"


def failing(error):
    def view(request):
        raise error(SECRET)

    return view


def form(request):
    return HttpResponse(get_token(request))


urlpatterns = [
    path("essai/400/", failing(SuspiciousOperation)),
    path("essai/403/", failing(PermissionDenied)),
    path("essai/404/", failing(Http404)),
    path("essai/500/", failing(RuntimeError)),
    path("essai/formulaire/", csrf_protect(form)),
    path("", include("observatory.urls")),
]
handler400, handler403, handler404, handler500 = views.bad_request, views.permission_denied, views.not_found, views.server_error

pytestmark = [pytest.mark.urls("tests.core.test_errors"), pytest.mark.usefixtures("reference_data")]
HEADINGS = {
    400: "Nous n’avons pas compris cette demande",
    403: "Cette page ne vous est pas ouverte",
    404: "Il n’y a rien à cette adresse",
    500: "Quelque chose s’est cassé de notre côté",
}


@pytest.fixture
def visitor():
    """As a real server answers: an error becomes a page."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def heading(response):
    text = response.content.decode()
    assert SECRET not in text
    assert ('<link rel="stylesheet"' in text, 'content="noindex"' in text) == (True, True)
    return response.status_code, re.search(r"<h1>(.*?)</h1>", text, re.S)[1].strip()


@pytest.mark.parametrize("status", HEADINGS)
def test_an_error_has_a_page_of_the_site(visitor, status):
    assert heading(visitor.get(f"/essai/{status}/")) == (status, HEADINGS[status])


def test_the_site_uses_these_pages():
    assert [getattr(urls, f"handler{status}") for status in (400, 403, 404, 500)] == [
        "core.views.bad_request",
        "core.views.permission_denied",
        "core.views.not_found",
        "core.views.server_error",
    ]


@pytest.mark.parametrize("status", [400, 500])
def test_faults_that_nothing_can_be_counted_on_in_ask_nothing_of_the_database(visitor, status, django_assert_num_queries):
    visitor.force_login(make_user())
    with django_assert_num_queries(0):
        visitor.get(f"/essai/{status}/")


def test_even_without_its_templates_the_error_page_says_something(visitor, monkeypatch, settings):
    monkeypatch.setattr(views, "_plain", failing(OSError))
    response = visitor.get("/essai/500/")
    assert (response.status_code, SECRET in response.content.decode()) == (500, False)
    assert "Le site a rencontré une erreur" in response.content.decode()


def test_a_host_that_is_not_ours_gets_a_page_that_does_not_repeat_it(visitor):
    response = visitor.get("/", headers={"host": "pirate.example"})
    assert heading(response) == (400, HEADINGS[400])
    assert "pirate" not in response.content.decode()


def test_an_address_that_does_not_exist_is_not_repeated(visitor):
    response = visitor.get("/<b>rien</b>/")
    assert heading(response) == (404, HEADINGS[404])
    assert "rien</b>" not in response.content.decode()


def test_a_form_without_its_token_says_what_to_do(visitor):
    token = visitor.get("/essai/formulaire/").content.decode()
    assert visitor.post("/essai/formulaire/", {"csrfmiddlewaretoken": token}).status_code == 200
    assert heading(visitor.post("/essai/formulaire/")) == (403, "Ce formulaire n’a pas pu partir")


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_refusal_invites_to_sign_in_only_those_who_have_not(visitor, signed_in):
    if signed_in:
        visitor.force_login(make_user())
    main = re.search(r"<main.*?</main>", visitor.get("/essai/403/").content.decode(), re.S)[0]
    assert ("Se connecter" in main) is not signed_in


def test_a_withdrawn_sheet_leaves_a_note(visitor):
    owner = make_user()
    record = make_published(owner, make_editor("Hauts-de-France"))
    withdraw_practice(page_id=record.pk, by=owner, reason=SECRET)
    for address in (f"/p/{record.identifier}/", f"/pratiques/hauts-de-france/{record.slug}/"):
        assert heading(visitor.get(address)) == (410, "Cette fiche n’est plus en ligne")
