"""A passkey in a real browser, with a device of the browser's own making: added, then enough to sign in, then the second step."""

import pytest

from accounts.domain import vouch_for_address
from accounts.models import User

PASSWORD = "trois petits mots"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.django_db(transaction=True)
def test_a_passkey_opens_the_account(page, live_server):
    vouch_for_address(user=User.objects.create_user("lea@example.org", PASSWORD, name="Léa"))
    site = live_server.url.replace("127.0.0.1", "localhost")
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    sign_in(page, site, "/compte/double-verification/cles/ajouter/")
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Me connecter avec elle seule, sans mot de passe").check()
    page.get_by_role("button", name="Créer la clé d’accès").click()
    page.wait_for_url(f"{site}/compte/double-verification/codes-de-secours/")

    page.context.clear_cookies()
    page.goto(f"{site}/compte/connexion/?next=/compte/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url(f"{site}/compte/")

    page.context.clear_cookies()
    sign_in(page, site, "/compte/")
    page.wait_for_url(f"{site}/compte/double-verification/code/")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(f"{site}/compte/")


def sign_in(page, site, target):
    page.goto(f"{site}/compte/connexion/?next={target}")
    page.get_by_label("Votre adresse électronique").fill("lea@example.org")
    page.get_by_label("Votre mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
