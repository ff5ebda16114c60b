"""Each act of the table as a person does it: over HTTP, with the page's own form where there is one."""

import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from itertools import chain

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import OutgoingMail
from practices import content
from practices.domain.records import latest_version
from practices.models import PracticePage, PracticeRecord, RegionPage
from tests.practices.forms import form_of

from .states import Sheet


def tried(client: Client, act: str, sheet: Sheet, before: tuple) -> bool:
    """Whether the page opened, or the act changed anything at all; `before` is the trace of a sheet that nothing was done with."""
    # What an act before this one had to say would stand on this one's page.
    client.cookies.pop("messages", None)
    if act in PAGES:
        return PAGES[act](client, sheet)
    ACTS[act](client, sheet)
    return trace(sheet) != before


def trace(sheet: Sheet) -> tuple:
    """All that an act on this sheet could change, as PostgreSQL writes it: one question, since it is asked after every act."""
    with connection.cursor() as cursor:
        cursor.execute(*_all_rows(sheet.record.pk))
        return cursor.fetchone()


@cache
def _all_rows(pk: int) -> tuple[str, tuple]:
    """One statement that gives all rows about the sheet, and its parameters."""
    record = PracticeRecord(pk=pk)
    related = ("coauthors", "comments", "reviews", "change_requests", "reports", "events")
    sets = [
        PracticeRecord.objects.filter(pk=pk).values(),
        PracticePage.objects.filter(pk=pk).values(),
        PracticePage(pk=pk).revisions.order_by("pk").values(),
        *(getattr(record, name).order_by("pk").values() for name in related),
        PracticePage.objects.order_by("pk").values("pk"),
        OutgoingMail.objects.order_by("pk").values("pk"),
    ]
    statements, parameters = zip(*(each.query.sql_with_params() for each in sets), strict=True)
    columns = ", ".join(f"(SELECT array_agg(row::text) FROM ({statement}) row)" for statement in statements)
    return f"SELECT {columns}", tuple(chain.from_iterable(parameters))


def _opens(name: str, *, argument: str = "identifier") -> Callable[[Client, Sheet], bool]:
    def opens(client: Client, sheet: Sheet) -> bool:
        return client.get(reverse(name, args=[getattr(sheet.record, argument)])).status_code == 200

    return opens


def _posts(name: str, data: dict | Callable[[Sheet], dict] | None = None, *, argument: str = "identifier", more: str = "") -> Callable:
    def posts(client: Client, sheet: Sheet) -> None:
        arguments = [getattr(sheet.record, argument), *([getattr(sheet, more)] if more else [])]
        client.post(reverse(name, args=arguments), data(sheet) if callable(data) else data or {})

    return posts


def _on_desk(name: str, data: dict | Callable[[Sheet], dict] | None = None, *, more: str = "") -> Callable:
    return _posts(f"practices_desk:{name}", data, argument="pk", more=more)


def _public(client: Client, sheet: Sheet) -> bool:
    return client.get(f"/p/{sheet.record.identifier}/", follow=True).status_code == 200


def _listed_reading(client: Client, sheet: Sheet) -> bool:
    answer = client.get(reverse("practices:readings"))
    return answer.status_code == 200 and sheet.record.page.title in answer.content.decode()


def _writes(client: Client, sheet: Sheet) -> None:
    where = reverse("practices:submit_step", args=[sheet.record.identifier, "essentiel"])
    client.post(where, form_of(client, where) | {"title": "Un autre titre", "later": "1"})


def _submits(client: Client, sheet: Sheet) -> None:
    where = reverse("practices:submit_step", args=[sheet.record.identifier, "relire-et-envoyer"])
    client.post(where, (form_of(client, where) or {"organisation_consent": "on"}) | {"send": "1"})


def _takes_up_version(client: Client, sheet: Sheet) -> None:
    earliest = sheet.record.page.revisions.order_by("pk").first()
    client.post(reverse("practices:history_restore", args=[sheet.record.identifier, earliest.pk]))


def _answers_requests(client: Client, sheet: Sheet) -> None:
    client.post(reverse("practices:mine_requests", args=[sheet.record.identifier]), {f"answer-{sheet.request}": "Pour les parents."})


def _gives(client: Client, sheet: Sheet) -> None:
    """To a colleague of the region, from the list."""
    client.post(reverse("practices_desk:together"), {"act": "give", "sheets": [sheet.record.pk], "person": sheet.colleague.pk})


def _from_list(act: str, **data: str) -> Callable[[Client, Sheet], None]:
    def posts(client: Client, sheet: Sheet) -> None:
        client.post(reverse("practices_desk:together"), {"act": act, "sheets": [sheet.record.pk], **data})

    return posts


def _fills_reading(client: Client, sheet: Sheet) -> None:
    """By the link that her list of readings shows; who has none finds none."""
    answer = client.get(reverse("practices:readings"))
    for link in re.findall(r'href="(/relecture/[^"]+)"', answer.content.decode()):
        client.post(link, {"answer-1": "yes", "remarks": "Clair.", "done": "1"})


def _approves(client: Client, sheet: Sheet) -> None:
    version = latest_version(sheet.record)
    answers = {f"answer_{number}": "yes" for number in range(1, 10)}
    known = {"revision": version.latest_revision_id, "content_hash": content.public_hash(version)}
    client.post(reverse("practices_desk:approve", args=[sheet.record.pk]), {**answers, **known, "comment": "Merci."})


def _changes_role(client: Client, sheet: Sheet) -> None:
    number = sheet.record.coauthors.get(user=sheet.people["reader"]).pk
    client.post(reverse("practices:together_share", args=[sheet.record.identifier, number]), {"role": "comment"})


def _takes_offer_back(client: Client, sheet: Sheet) -> None:
    number = sheet.record.coauthors.get(user=sheet.people["writer"]).pk
    client.post(reverse("practices:together_share", args=[sheet.record.identifier, number]), {"keep": "1"})


def _reader_elsewhere(sheet: Sheet) -> dict:
    due = timezone.localdate() + timedelta(days=10)
    return {"email": "lectrice@ailleurs.example", "name": "Léa", "due_on": f"{due:%Y-%m-%d}"}


def _elsewhere(sheet: Sheet) -> dict:
    return {"region": RegionPage.objects.get(title="Bretagne").pk, "comment": "L’action se passe à Rennes."}


PAGES: dict[str, Callable[[Client, Sheet], bool]] = {
    "read_public": _public,
    "read_own_page": _opens("practices:mine_sheet"),
    "preview": _opens("practices:submit_preview"),
    "read_comments": _opens("practices:comments"),
    "read_versions": _opens("practices:history"),
    "get_certificate": _opens("practices:mine_certificate"),
    "read_on_desk": _opens("practices_desk:review", argument="pk"),
    "preview_on_desk": _opens("practices_desk:preview", argument="pk"),
    "read_versions_on_desk": _opens("practices_desk:history", argument="pk"),
    "correct_text": _opens("wagtailadmin_pages:edit", argument="pk"),
    "amend": _opens("practices_desk:correct", argument="pk"),
    "list_reading": _listed_reading,
}
ACTS: dict[str, Callable[[Client, Sheet], None]] = {
    "adapt": _posts("practices:adapt"),
    "report": _posts("practices:report", {"reason": "ended", "text": "L’action a changé de nom."}),
    "write": _writes,
    "submit": _submits,
    "take_back": _posts("practices:mine_take_back"),
    "delete": _posts("practices:mine_delete"),
    "withdraw": _posts("practices:mine_withdraw", {"reason": "", "public_note": ""}),
    "restore_own": _posts("practices:mine_restore"),
    "give_up": _posts("practices:mine_give_up"),
    "invite": _posts("practices:together", {"email": "invitee@essai.example", "role": "read"}),
    "change_role": _changes_role,
    "take_offer_back": _takes_offer_back,
    "accept_offer": _posts("practices:together_offer", {"accept": "1"}),
    "leave": _posts("practices:together_leave"),
    "comment": _posts("practices:comments", {"field": "summary", "text": "Et les pères ?"}),
    "take_up_version": _takes_up_version,
    "withhold_names": _posts("practices:names"),
    "answer_requests": _answers_requests,
    "take": _on_desk("take"),
    "give": _gives,
    "release": _from_list("release"),
    "set_due": _from_list("due", due_on=f"{timezone.localdate() + timedelta(days=9):%Y-%m-%d}"),
    "remind_holder": _from_list("remind_holder"),
    "remind_contributor": _from_list("remind_contributor"),
    "approve": _approves,
    "ask_changes": _on_desk("ask_changes", {"comment": "Dites-en plus.", "field": ["summary"], "text": ["Pour qui ?"], "due_on": ""}),
    "decline": _on_desk("decline", {"comment": "Ce n’est pas une action collective."}),
    "ask_agreement": _on_desk("ask_agreement"),
    "hand_over": _on_desk("hand_over", _elsewhere),
    "assign": _on_desk("assign", _reader_elsewhere),
    "take_back_reading": _on_desk("take_back_review", more="reading"),
    "read_oneself": _on_desk("read_oneself"),
    "fill_reading": _fills_reading,
    "settle_request": _on_desk("settle_request", more="request"),
    "confirm": _on_desk("confirm"),
    "take_messages": _posts("practices:mine_messages", {"act": "accept"}),
    "archive": _on_desk("archive", {"words": "L’action n’existe plus."}),
    "suspend": _on_desk("suspend"),
    "restore": _on_desk("restore"),
    "answer_report": lambda client, sheet: client.post(reverse("practices_desk:report", args=[sheet.report]), {"words": "Merci."}) and None,
}
