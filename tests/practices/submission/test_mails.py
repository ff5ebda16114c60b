"""Each mail says in French what happened and what to do, with a link to the right page, and holds no address of an editor."""

import re

import pytest

from core.models import OutgoingMail
from practices import content
from practices.domain import review, routing, submission

from ..factories import approve, correct, make_editor, make_submitted, make_user

pytestmark = pytest.mark.usefixtures("reference_data")


def last(template):
    return OutgoingMail.objects.filter(template=f"practices/mail/{template}.txt").latest("pk")


def test_every_act_has_its_mail(settings, reference_data):
    contributor, editor = make_user(name="Nadia Essai"), make_editor("Hauts-de-France")
    parisian = make_editor("Île-de-France")
    record = make_submitted(contributor, title="Café & <thé>")
    review.take_in_charge(page_id=record.pk, by=editor)
    submission.take_back_practice(page_id=record.pk, by=contributor)
    submission.submit_practice(page_id=record.pk, by=contributor)
    review.request_changes(page_id=record.pk, by=editor, comment="Dites « qui » & quand.")
    submission.submit_practice(page_id=record.pk, by=contributor)
    revision = correct(record, editor, summary="Un autre résumé.")
    review.ask_agreement(page_id=record.pk, by=editor)
    review.accept_corrections(page_id=record.pk, revision_id=revision.pk, content_hash=content.public_hash(revision.as_object()))
    approve(record, editor)
    other = make_submitted(contributor)
    routing.hand_over_practice(page_id=other.pk, by=editor, region_id=parisian.groups.get().region_page.pk, reason="À Bobigny.")
    review.decline_practice(page_id=other.pk, by=parisian, reason="Hors du champ.")

    mine, desk = f"{settings.SITE_URL}/mes-fiches/{record.identifier}/", f"{settings.SITE_URL}/gestion/"
    told = {
        "submitted": (contributor, f"{settings.SITE_URL}/mes-fiches/{other.identifier}/"),
        "arrived": (parisian, desk),
        "sent_again": (editor, desk),
        "taken_back": (editor, None),
        "changes_requested": (contributor, mine),
        "agreement_asked": (contributor, f"{settings.SITE_URL}/mes-fiches/accord/"),
        "corrections_accepted": (editor, desk),
        "published": (contributor, f"{settings.SITE_URL}/p/{record.identifier}/"),
        "declined": (contributor, f"{settings.SITE_URL}/mes-fiches/{other.identifier}/"),
        "handed_over": (contributor, f"{settings.SITE_URL}/mes-fiches/{other.identifier}/"),
    }
    assert {
        name.removeprefix("practices/mail/").removesuffix(".txt") for name in OutgoingMail.objects.values_list("template", flat=True)
    } == set(told)
    for name, (person, address) in told.items():
        mail = last(name)
        assert mail.to == person.email, name
        assert (address is None) or re.search(rf"^{re.escape(address)}", mail.body, re.M), mail.body
        assert "&amp;" not in mail.subject + mail.body
        assert not {editor.email, parisian.email} & set(re.findall(r"[\w.-]+@[\w.-]+", mail.body))
        assert mail.body.startswith("Bonjour Nadia Essai," if person == contributor else "Bonjour,"), mail.body
    assert "Café & <thé>" in last("published").subject
    assert "Dites « qui » & quand." in last("changes_requested").body
    assert "Hors du champ." in last("declined").body
