"""The mails about sheets: their names and examples for those who edit their words, and which of them are news (`core.mail_kinds`)."""

from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind

SHEET = {"name": "Nadia", "title": "Le goûter du palier", "region": "Bretagne", "url": "https://…/mes-fiches/op-1a2b3c4d/"}


def _kind(template: str, label, *, news: bool = False, phrases: dict[str, str] | None = None, **values: str) -> MailKind:
    return MailKind(f"practices/mail/{template}.txt", label, SHEET | values, news=news, phrases=_worded_by(phrases or {}))


def _several(template: str, label, phrases: dict[str, str], **values: str) -> MailKind:
    """News of several sheets at once."""
    return MailKind(f"practices/mail/{template}.txt", label, {"name": SHEET["name"]} | values, news=True, phrases=_worded_by(phrases))


def _worded_by(phrases: dict[str, str]) -> dict[str, str]:
    return {name: f'{{% include "practices/mail_phrases/{phrase}.txt" %}}' for name, phrase in phrases.items()}


SUBMISSION = (
    _kind("draft_waiting", _("To the contributor: her draft waits"), news=True),
    _kind("submitted", _("To the contributor: her sheet has arrived")),
    _kind(
        "handed_over", _("To the contributor: her sheet goes to another region"), origin="Île-de-France", reason="Elle se passe à Rennes."
    ),
    _kind("changes_requested", _("To the contributor: something to complete"), comment="Qui a vu cet effet, et quand ?"),
    _kind(
        "changes_reminded",
        _("To the contributor: what was asked for is soon due"),
        phrases={"deadline": "answer_by"},
        deadline="Elle espère votre réponse d’ici le 12 mars 2027.",
    ),
    _kind("changes_late", _("To the contributor: what was asked for is late"), due="12 mars 2027"),
    _kind("agreement_asked", _("To the contributor: corrections to agree to")),
    _kind("published", _("To the contributor: her sheet is published"), letter="Merci pour ce récit."),
    _kind("declined", _("To the contributor: her sheet is not kept"), reason="Cette action relève d’un autre cadre."),
)
DESK = (
    _kind("arrived", _("To the editors: a sheet has arrived"), news=True),
    _kind("sent_again", _("To who was reading it: the sheet was sent again"), news=True),
    _kind("taken_back", _("To who was reading it: the sheet was taken back"), news=True),
    _kind("corrections_accepted", _("To the editors: the corrections are accepted"), news=True),
    _kind(
        "given",
        _("To an editor: a sheet is given to her"),
        news=True,
        phrases={"deadline": "expected_by"},
        by="Mona",
        deadline="Une réponse est attendue d’ici le 12 mars 2027.",
    ),
    _several(
        "inherited",
        _("To an editor: what another one had in hand is given to her"),
        {"how_many": "inherited_number", "introduction": "inherited_introduction", "list": "inherited_list"},
        how_many="2 fiches passent entre vos mains",
        introduction="Ali ne fait plus partie de la rédaction (Bretagne). Mona vous confie ce dont cette personne s’occupait :",
        list="– « Le goûter du palier », en relecture\n  https://…",
    ),
    _kind(
        "holder_reminded",
        _("To who holds it: the sheet is due"),
        news=True,
        phrases={"introduction": "reminder", "deadline": "due_on"},
        introduction="Mona vous rappelle la fiche « Le goûter du palier » (Bretagne), que vous tenez.",
        deadline="Son échéance est le 12 mars 2027.",
    ),
    _several(
        "unattended",
        _("To the national editors: nobody handles these sheets"),
        {"how_many": "unattended_number", "introduction": "unattended_introduction", "list": "unattended_list"},
        how_many="2 fiches dont personne ne s’occupe",
        introduction="Ces fiches attendent depuis cinq jours ou plus.",
        list="– « Le goûter du palier » (Bretagne), depuis le 2 mars 2027\n  https://…",
    ),
)
READERS = (
    _kind("review_asked", _("To a reader: a sheet to read"), due="12 mars 2027", refuse_url="https://…/relecture/…/refuser/"),
    _kind("review_soon", _("To a reader: her reading is soon due"), due="12 mars 2027", refuse_url="https://…/relecture/…/refuser/"),
    _kind("review_late", _("To a reader: her reading is late"), due="12 mars 2027", refuse_url="https://…/relecture/…/refuser/"),
    _kind("review_closed", _("To a reader: no need to read any more")),
    _kind("review_done", _("To the editors: a reading has arrived"), news=True, reader="Mona"),
    _kind("review_refused", _("To the editors: a reader gives up"), news=True, reader="Mona"),
    _kind("review_silent", _("To the editors: a reader does not answer"), news=True, reader="Mona", due="12 mars 2027"),
)
PUBLIC_LIFE = (
    _kind("corrected", _("To the contributor: a small correction"), changes="« Le gouter » → « Le goûter »", objection_url="https://…"),
    _kind("still_running", _("To the contributor: does the action still go on?")),
    _kind("still_running_again", _("To the contributor: does it still go on? Reminder")),
    _kind("archived", _("To the contributor: her sheet is archived"), reason="L’action n’existe plus."),
    _kind("suspended", _("To the contributor: her sheet is set aside")),
    _kind("restored", _("To the contributor: her sheet is public again")),
    _kind("reported", _("To the editors: a report by a reader"), reason="Quelque chose est inexact", text="Le lieu a fermé."),
    _kind("report_answered", _("To who reported: the answer"), text="Le lieu a fermé.", answer="Merci, c’est corrigé."),
    _kind("relay_asked", _("To a contact: may readers write to you?"), answer_url="https://…", sheet_url="https://…"),
    _kind(
        "passed_on",
        _("To a contact: a reader writes"),
        writer="Ali",
        email="ali@exemple.fr",
        message="Peut-on vous visiter ?",
        stop_url="https://…",
    ),
)
TOGETHER = (
    _kind("together/invited", _("To a co-author: an invitation"), who="Nadia", may="écrire"),
    _kind("together/joined", _("To the contributor: a co-author joins"), news=True, who="Ali"),
    _kind("together/left", _("To the contributor: a co-author leaves"), news=True, who="Ali"),
    _kind("together/removed", _("To a co-author: she no longer takes part")),
    _kind("together/given", _("To a co-author: the sheet is now hers"), former="Nadia"),
    _kind("together/offered", _("To a co-author: the sheet is proposed to her"), who="Nadia"),
    _kind("together/taken_over", _("To the former contributor: somebody else holds the sheet"), who="Ali"),
    _kind("together/offer_declined", _("To the contributor: her proposal is declined"), who="Ali"),
    _several(
        "together/comments",
        _("New comments"),
        {"how_many": "comments_number", "list": "comments_list"},
        how_many="2 nouveaux commentaires sur « Le goûter du palier »",
        list="Le goûter du palier\n- Ali, à propos de : Résumé (2 commentaires)\nPour lire et répondre : https://…",
    ),
)
KINDS = (*SUBMISSION, *DESK, *READERS, *PUBLIC_LIFE, *TOGETHER)
