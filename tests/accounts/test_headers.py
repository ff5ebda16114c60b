"""What each answer allows the browser to do: everything from ourselves and nothing inline; the admin what Wagtail needs."""

import pytest

from tests.publications.factories import make_news, publish

STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "font-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def policy_of(answer):
    return dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize("path", ["/compte/connexion/", "/compte/inscription/", "/compte/mot-de-passe/oublie/", "/n-existe-pas/"])
def test_the_public_site_allows_only_itself(client, db, path):
    assert policy_of(client.get(path)) == STRICT


def test_other_headers(client, db):
    headers = client.get("/compte/connexion/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_session_cookie_stays_out_of_reach(client, user):
    signed_in = client.post("/compte/connexion/", {"login": "lea@example.org", "password": "trois petits mots"})
    cookie = signed_in.cookies["sessionid"]
    assert (bool(cookie["httponly"]), cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", False)


def test_the_admin_allows_wagtail_s_small_scripts_and_styles_and_nothing_else_more(client, editor):
    client.force_login(editor)
    assert policy_of(client.get("/gestion/")) == STRICT | {
        "script-src": "'self' 'unsafe-inline'",
        "style-src-elem": "'self' 'unsafe-inline'",
        "script-src-attr": "'none'",
        "frame-src": "'self'",
        "frame-ancestors": "'self'",
    }


def test_a_preview_may_be_shown_beside_the_page_editor_and_the_page_itself_nowhere(client, reference_data):
    page = publish(make_news(slug="une-journee"))
    assert policy_of(client.get("/actualites/une-journee/")) == STRICT
    assert policy_of(page.make_preview_request()) == STRICT | {"frame-ancestors": "'self'"}
