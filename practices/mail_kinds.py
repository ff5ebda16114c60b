"""The mails about sheets: their names and examples for those who edit their words, and which of them are news (`core.mail_kinds`)."""

from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind

SHEET = {"name": "Nadia", "title": "Le goûter du palier", "region": "Bretagne", "url": "https://…/mes-fiches/op-1a2b3c4d/"}


def _kind(template: str, label, *, news: bool = False, **values: str) -> MailKind:
    return MailKind(f"practices/mail/{template}.txt", label, SHEET | values, news=news)


KINDS = (
    _kind("submitted", _("To the contributor: her sheet has arrived")),
    _kind("arrived", _("To the editors: a sheet has arrived"), news=True),
    _kind("taken_back", _("To who was reading it: the sheet was taken back"), news=True),
    _kind("changes_requested", _("To the contributor: something to complete"), comment="Qui a vu cet effet, et quand ?"),
    _kind("agreement_asked", _("To the contributor: corrections to agree to")),
    _kind("corrections_accepted", _("To the editors: the corrections are accepted"), news=True),
    _kind("published", _("To the contributor: her sheet is published"), letter="Merci pour ce récit."),
    _kind("declined", _("To the contributor: her sheet is not kept"), reason="Cette action relève d’un autre cadre."),
    _kind(
        "handed_over",
        _("To the contributor: her sheet goes to another region"),
        origin="Île-de-France",
        reason="L’action se passe à Rennes.",
    ),
    _kind("draft_waiting", _("To the contributor: her draft has been waiting for a month"), news=True),
    _kind("review_asked", _("To a reader: a sheet to read"), due="12 mars 2026", refuse_url="https://…/relecture/…/refuser/"),
    _kind("review_soon", _("To a reader: a reading awaited soon"), due="12 mars 2026", refuse_url="https://…/relecture/…/refuser/"),
    _kind("review_late", _("To a reader: a reading is late"), due="12 mars 2026", refuse_url="https://…/relecture/…/refuser/"),
    _kind("review_closed", _("To a reader: her reading is no longer awaited")),
    _kind("review_done", _("To the editors: a reading has arrived"), news=True, reader="Samia Relue"),
    _kind("review_refused", _("To the editors: a reader gives up"), news=True, reader="Samia Relue"),
    _kind("review_silent", _("To the editors: a reader does not answer"), news=True, reader="Samia Relue", due="12 mars 2026"),
    _kind("changes_late", _("To the contributor: what was asked is late"), due="12 mars 2026"),
    _kind("archived", _("To the contributor: her sheet is archived"), reason="L’action s’est arrêtée en 2019."),
    _kind("suspended", _("To the contributor: her sheet is set aside after a report")),
    _kind("restored", _("To the contributor: her sheet is public again")),
    _kind(
        "corrected",
        _("To the contributor: a small correction of her public sheet"),
        changes="Une faute de frappe.\n\nContexte : des [parent → parents] attendaient",
        objection_url="https://…/mes-fiches/correction/…/",
    ),
    _kind("still_running", _("To the contributor, each year: does the action still go on?")),
    _kind("still_running_again", _("To the contributor: the yearly question, a second time")),
    _kind(
        "reported",
        _("To the editors: a reader reports something about a sheet"),
        reason="Une personne est reconnaissable",
        text="Au deuxième paragraphe.",
    ),
    _kind(
        "report_answered",
        _("To a reader: the answer to a report"),
        text="Au deuxième paragraphe.",
        answer="C’est réécrit.",
        sheet_url="https://…/p/…/",
    ),
    _kind(
        "passed_on",
        _("To the contact of a sheet: a reader’s message"),
        writer="Camille",
        email="camille@exemple.fr",
        message="Peut-on venir vous voir ?",
        stop_url="https://…/p/messages/…/",
        sheet_url="https://…/p/…/",
    ),
    _kind(
        "relay_asked", _("To the contact of a sheet: may readers write?"), answer_url="https://…/p/messages/…/", sheet_url="https://…/p/…/"
    ),
)
