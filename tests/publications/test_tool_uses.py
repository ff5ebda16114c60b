"""« Je l’ai utilisé »: nothing typed is lost, nobody reads it before an editor, its author keeps it in hand."""

from html import unescape

import pytest
from django.core import mail
from django.utils import timezone

from accounts.domain import vouch_for_address
from accounts.domain.departures import erase_person
from accounts.models import Departure
from accounts.personal_data import sources
from core.mail import send_due_mails
from core.models import OutgoingMail
from practices.domain.errors import Faulty, Forbidden, OutOfDate, Refused
from publications.domain import tool_uses
from publications.domain.publication import withdraw_content
from publications.domain.tool_uses import accept_use, decline_use, digest, forget_declined, send_use, take_back_use
from publications.models import PublicContent, PublicVersion, ToolUse
from publications.views import uses
from territories.models import Territory
from tests.practices.factories import make_editor, make_user

from .factories import publish
from .tools import make_tool

pytestmark = pytest.mark.usefixtures("reference_data")
SESSION = "allauth.account.auth_backends.AuthenticationBackend"
TOOL = "/outils/la-grille-du-palier/"
TYPED = {
    "purpose": "Préparer la fête des voisins.",
    "territory": "dep-59",
    "outcome": "Douze personnes sont venues.",
    "signed": "no",
    "signature": "",
}


@pytest.fixture(autouse=True)
def _allowance(monkeypatch):
    monkeypatch.setattr(uses.allowance, "_hands", {})


@pytest.fixture
def tool(reference_data):
    return publish(make_tool())


@pytest.fixture
def author(reference_data):
    return make_user("nadia@essai.example", name="Nadia Belkacem")


@pytest.fixture
def address(tool):
    return f"/c/{tool.record.identifier}/utilisation/"


def told(tool, by, **changes):
    values = {"purpose": TYPED["purpose"], "outcome": TYPED["outcome"], "signature": ""} | changes
    return send_use(page_id=tool.pk, by=by, territory=Territory.objects.get(pk=values.pop("code", "dep-59")), **values)


def accepted(use, by):
    return accept_use(use_id=use.pk, by=by, read=digest(use))


def words(response):
    return unescape(response.content.decode())


def mails():
    return [(mail.to, mail.template.rpartition("/")[2]) for mail in OutgoingMail.objects.order_by("pk")]


def public_uses():
    return PublicContent.objects.get().data["uses"]


def test_from_the_form_to_the_page_of_the_tool_through_the_editors(client, tool, author, address, national_editor):
    assert address in words(client.get(TOOL))
    client.force_login(author, backend=SESSION)
    assert client.get(address).status_code == 200
    answer = client.post(address, TYPED, follow=True)
    assert "En attente de lecture" in words(answer)
    assert TYPED["outcome"] not in words(client.get(TOOL))
    [use] = ToolUse.objects.all()
    assert (use.author, use.territory_id, use.signature, use.state) == (author, "dep-59", "", "waiting")
    assert mails() == [(national_editor.email, "use_arrived.txt")]

    client.force_login(national_editor, backend=SESSION)
    desk = f"/gestion/outils/recits/{use.pk}/"
    assert desk in words(client.get("/gestion/outils/recits/"))
    page = client.get(desk)
    assert TYPED["outcome"] in words(page)
    client.post(desk, {"read": page.context["read"], "words": "", "accept": "1"})
    assert public_uses() == [
        {
            "purpose": TYPED["purpose"],
            "outcome": TYPED["outcome"],
            "territory": {"code": "dep-59", "label": "Nord"},
            "signature": "",
            "date": timezone.localdate().isoformat(),
        }
    ]
    assert mails()[1:] == [(author.email, "use_accepted.txt")]
    client.logout()
    page = words(client.get(TOOL))
    assert TYPED["outcome"] in page
    assert "Nadia" not in page


def test_a_signature_is_public_only_when_its_author_agrees(client, tool, author, address, national_editor):
    client.force_login(author, backend=SESSION)
    client.post(address, TYPED | {"signature": "Nadia, de Lille"})
    assert ToolUse.objects.get().signature == ""
    client.post(address, TYPED | {"signed": "yes", "signature": "Nadia, de Lille"})
    accepted(ToolUse.objects.get(), national_editor)
    assert [use["signature"] for use in public_uses()] == ["Nadia, de Lille"]
    assert "Nadia, de Lille" in words(client.get(TOOL))


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": " "},
        {"outcome": ""},
        {"territory": ""},
        {"territory": "dep-999"},
        {"territory": "com-59350"},
        {"territory": "dep-59\x00"},
        {"signed": ""},
        {"signed": "peut-être"},
        {"signed": "yes", "signature": " "},
        {"signature": "x" * 121},
        {"purpose": "x" * 2_001},
        {"outcome": "a\x00b"},
    ],
)
def test_what_cannot_be_taken_is_asked_for_again_with_all_that_was_typed(client, tool, author, address, wrong):
    client.force_login(author, backend=SESSION)
    answer = client.post(address, TYPED | wrong)
    assert answer.status_code == 422
    assert [TYPED[name] in words(answer) for name in ("purpose", "outcome") if name not in wrong] == [True] * (
        2 - len(wrong.keys() & {"purpose", "outcome"})
    )
    assert (ToolUse.objects.count(), mails()) == (0, [])


def test_what_was_typed_without_an_account_waits_through_the_sign_in(client, tool, author, address):
    answer = client.post(address, TYPED | {"signed": "yes", "signature": "Nadia"})
    assert answer.headers["Location"].endswith(f"?next={address}")
    assert not ToolUse.objects.exists()
    vouch_for_address(user=author)
    client.post("/compte/connexion/", {"login": author.email, "password": "observatoire"})
    page = client.get(address)
    assert page.context["user"] == author
    assert page.context["form"].initial == TYPED | {"signed": "yes", "signature": "Nadia"}
    client.post(address, page.context["form"].initial)
    assert ToolUse.objects.get().outcome == TYPED["outcome"]
    assert "tool_use" not in str(list(client.session.keys()))


def test_too_many_at_once_wait_and_keep_what_was_typed(client, tool, author, address):
    client.force_login(author, backend=SESSION)
    answers = [client.post(address, TYPED) for _each in range(7)]
    assert [answer.status_code for answer in answers] == [302] * 6 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert TYPED["outcome"] in words(answers[-1])


def test_an_account_that_waits_is_changed_in_place_and_the_editors_are_told_once(tool, author, national_editor):
    first, second = told(tool, author), told(tool, author, outcome="Vingt personnes sont venues.")
    assert (first.pk, second.outcome) == (second.pk, "Vingt personnes sont venues.")
    assert mails() == [(national_editor.email, "use_arrived.txt")]


def test_a_person_has_ten_accounts_waiting_at_most(author, national_editor, monkeypatch):
    monkeypatch.setattr(tool_uses, "MOST_WAITING", 2)
    tools = [publish(make_tool(title=f"Outil {number}")) for number in range(3)]
    uses_sent = [told(tool, author) for tool in tools[:2]]
    with pytest.raises(Refused, match="2"):
        told(tools[2], author)
    accepted(uses_sent[0], national_editor)
    assert told(tools[2], author).state == "waiting"


def test_only_a_public_tool_is_told_of(client, author, national_editor):
    draft = make_tool()
    with pytest.raises(OutOfDate):
        told(draft, author)
    assert client.get(f"/c/{draft.record.identifier}/utilisation/", follow=True).status_code == 404
    tool = publish(draft)
    told(tool, author)
    withdraw_content(page_id=tool.pk, by=national_editor)
    with pytest.raises(OutOfDate):
        told(tool, author)


def test_national_editors_alone_decide_and_nobody_about_their_own(client, tool, author, national_editor):
    use = told(tool, author)
    own = told(tool, national_editor)
    for person, which in ((make_editor("Hauts-de-France"), use), (author, use), (national_editor, own)):
        with pytest.raises(Forbidden):
            accepted(which, person)
        with pytest.raises(Forbidden):
            decline_use(use_id=which.pk, by=person, read=digest(which), reason="Non.")
    client.force_login(make_editor("Bretagne"), backend=SESSION)
    assert [client.get(f"/gestion/outils/recits/{path}").status_code for path in ("", f"{use.pk}/")] == [404, 404]
    assert accepted(use, national_editor).state == "accepted"


def test_what_changed_since_it_was_read_is_read_again_first(tool, author, national_editor):
    read = digest(told(tool, author))
    use = told(tool, author, outcome="Autre chose.")
    with pytest.raises(OutOfDate):
        accept_use(use_id=use.pk, by=national_editor, read=read)
    assert accepted(use, national_editor).outcome == "Autre chose."
    with pytest.raises(OutOfDate):
        accepted(use, make_editor(None))
    assert [use["outcome"] for use in public_uses()] == ["Autre chose."]


def test_declining_says_why_by_mail_with_all_that_was_written(tool, author, national_editor):
    use = told(tool, author)
    with pytest.raises(Faulty):
        decline_use(use_id=use.pk, by=national_editor, read=digest(use), reason=" ")
    decline_use(use_id=use.pk, by=national_editor, read=digest(use), reason="Une personne s’y reconnaît.")
    assert public_uses() == []
    send_due_mails()
    [sent] = [message for message in mail.outbox if message.to == [author.email]]
    said = ["Une personne s’y reconnaît.", TYPED["purpose"], TYPED["outcome"]]
    assert [text for text in said if text not in sent.body] == []
    assert told(tool, author).pk != use.pk


def test_passages_that_may_name_somebody_are_shown_to_the_editor(client, tool, author, national_editor):
    use = told(tool, author, outcome="Samira, 34 ans, de Roubaix, a pris la parole.")
    client.force_login(national_editor, backend=SESSION)
    assert client.get(f"/gestion/outils/recits/{use.pk}/").context["passages"] == ["Samira, 34 ans"]


def test_its_author_takes_it_back_from_everybody_at_once(client, tool, author, national_editor, address):
    use = accepted(told(tool, author), national_editor)
    stranger = make_user("autre@essai.example")
    with pytest.raises(Forbidden):
        take_back_use(use_id=use.pk, by=stranger)
    client.force_login(stranger, backend=SESSION)
    assert client.post(f"{address}{use.pk}/reprendre/").status_code == 404
    assert len(public_uses()) == 1
    client.force_login(author, backend=SESSION)
    client.post(f"{address}{use.pk}/reprendre/")
    assert (ToolUse.objects.count(), public_uses()) == (0, [])
    assert TYPED["outcome"] not in words(client.get(TOOL))


def test_a_new_version_of_the_tool_keeps_what_others_told(tool, author, national_editor):
    accepted(told(tool, author), national_editor)
    tool.purpose = "Préparer aussi un conseil de quartier."
    tool.save_revision()
    publish(tool)
    assert [use["outcome"] for use in public_uses()] == [TYPED["outcome"]]
    # What others told may be taken back: no past version holds it.
    assert "uses" not in PublicVersion.objects.get().data


def test_an_account_accepted_after_the_tool_left_waits_for_its_return(tool, author, national_editor):
    use = told(tool, author)
    withdraw_content(page_id=tool.pk, by=national_editor)
    accepted(use, national_editor)
    assert not PublicContent.objects.exists()
    publish(tool)
    assert len(public_uses()) == 1


@pytest.mark.parametrize("number", [1, 12])
def test_the_queue_costs_the_same_for_one_account_and_for_twelve(client, tool, national_editor, number, django_assert_num_queries):
    for each in range(number):
        told(tool, make_user(f"lectrice{each}@essai.example"))
    client.force_login(national_editor, backend=SESSION)
    client.get("/gestion/outils/recits/")
    with django_assert_num_queries(12):
        answer = client.get("/gestion/outils/recits/")
    assert len(answer.context["uses"]) == number


def test_her_accounts_are_part_of_her_data(tool, author, national_editor):
    accepted(told(tool, author, signature="Nadia"), national_editor)
    source = next(source for source in sources() if source.name == "outils")
    [row] = source.data_of(author)["accounts"]
    assert (row["tool"], row["outcome"], row["signature"], row["state"]) == (tool.title, TYPED["outcome"], "Nadia", "accepted")
    assert source.data_of(national_editor) == {"accounts": []}


@pytest.mark.parametrize(("sheets", "left"), [(Departure.Sheets.KEEP, 1), (Departure.Sheets.WITHDRAW, 0)])
def test_who_leaves_leaves_no_name_behind(client, tool, author, national_editor, sheets, left):
    accepted(told(tool, author, signature="Nadia Belkacem", outcome="Nadia Belkacem a tenu la caisse."), national_editor)
    told(tool, author)
    accepted(told(tool, make_user("autre@essai.example"), signature="Ali"), national_editor)
    erase_person(user=author, sheets=sheets)
    assert ToolUse.objects.count() == left + 1
    assert [use["signature"] for use in public_uses()] == ["Ali", *[""] * left]
    assert "Belkacem" not in str(PublicContent.objects.values_list("data", "texts")) + words(client.get(TOOL))


def test_what_was_not_kept_is_forgotten_after_ninety_days(tool, author, national_editor):
    use = told(tool, author)
    decline_use(use_id=use.pk, by=national_editor, read=digest(use), reason="Trop court.")
    assert forget_declined() == 0
    ToolUse.objects.update(decided_at=timezone.now() - tool_uses.DECLINED_KEPT)
    assert forget_declined() == 1
