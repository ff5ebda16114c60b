"""People who write a sheet together, each at a browser of her own."""

import re
from html import unescape

from django.test import Client

from core.models import OutgoingMail
from practices.domain import coauthors
from practices.models import CoAuthor, PracticeRecord

from .factories import make_user

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = ("read", "comment", "edit")
GUEST = "invitee@essai.example"


def place(record, *more):
    return "/".join(["/mes-fiches", record.identifier, *more, ""])


def invite(client, record, email=GUEST, role="edit"):
    return client.post(place(record, "ecrire-ensemble"), {"email": email, "role": role}, follow=True)


def signed_in(user=None) -> Client:
    """A browser, of this person or of nobody."""
    client = Client()
    if user:
        client.force_login(user, backend=BACKEND)
    return client


def make_coauthor(record, role, email=None, user=None):
    """Somebody invited who accepted."""
    user = user or make_user(email or f"{role}@essai.example", name=f"Personne {role.title()}")
    row = coauthors.invite(page_id=record.pk, by=record.page.owner, email=user.email, role=role)
    coauthors.accept(invitation_id=row.pk, sent_at=row.invited_at.isoformat(), by=user)
    return user


def row_of(record, user):
    return CoAuthor.objects.get(record=record, user=user)


def mails(template, to=None):
    found = OutgoingMail.objects.filter(template=f"practices/mail/together/{template}.txt").order_by("pk")
    return list(found.filter(to=to) if to else found)


def together_mails():
    """Every mail of this kind so far: template and recipient."""
    found = OutgoingMail.objects.filter(template__startswith="practices/mail/together/").order_by("pk")
    return [(mail.template.rpartition("/")[2].removesuffix(".txt"), mail.to) for mail in found]


def link_in(mail, start="/mes-fiches/invitation/"):
    return re.search(rf"https?://[^/\s]+({re.escape(start)}\S+)", mail.body)[1]


def text_of(response) -> str:
    """The words of a page, without its markup, with ordinary spaces."""
    text = unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


def said_to(response) -> list[str]:
    """The kinds of the messages on the page."""
    return [message.level_tag for message in response.context["messages"]]


def trace(record):
    """All that an act could change."""
    found = PracticeRecord.objects.filter(pk=record.pk).first()
    if found is None:
        return None
    return (
        found.review_state,
        found.public_state,
        found.authors_withheld,
        found.page.revisions.count(),
        [version.content["summary"] for version in found.page.revisions.order_by("pk")],
        sorted(found.coauthors.values_list("email", "user", "role")),
        found.comments.count(),
    )
