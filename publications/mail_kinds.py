"""The mails about publications: their names and examples for those who edit their words, and which of them are news (`core.mail_kinds`)."""

from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind

CONTENT = {"name": "Nadia", "title": "Faire place aux habitants", "url": "https://…"}


def _kind(template: str, label, *, news: bool = False, **values: str) -> MailKind:
    return MailKind(f"publications/mail/{template}.txt", label, CONTENT | values, news=news)


_STEP = {"step": "mise en page", "due": "12 mars 2027"}
DESK = (
    _kind("step_begun", _("To who handles a step: a publication arrives there"), news=True, **_STEP),
    _kind("step_due", _("To who handles a step: its due date"), news=True, **_STEP),
    _kind("content_given", _("To an editor: a publication is given to her"), news=True, by="Mona", **_STEP),
    _kind("reading_done", _("To the editors: a reading of a publication has arrived"), news=True, reader="Ali"),
    _kind("reading_refused", _("To the editors: a reader of a publication gives up"), news=True, reader="Ali"),
    _kind(
        "corrections_answered", _("To the editors: an author answers"), news=True, author="Ali", comment="J’ai précisé le deuxième tableau."
    ),
    _kind("proof_signed", _("To the editors: an author signs off"), news=True, author="Ali"),
    _kind("proof_refused", _("To the editors: an author corrects the proof"), author="Ali", comment="La légende est fausse."),
    _kind("sign_off_lost", _("To the editors: a text changed after it was signed off"), who="Mona"),
    _kind("signed_off", _("To the editors: a publication is signed off"), news=True),
    _kind("unscheduled", _("To the editors: a publication was taken off the schedule"), reason="Une fiche citée a été retirée."),
    _kind("not_published", _("To the editors: a publication did not come out"), reason="Une fiche citée a été retirée."),
)
READERS = (
    _kind("reading_asked", _("To a reader: a publication to read"), due="12 mars 2027"),
    _kind("reading_due", _("To a reader: the day of her reading"), due="12 mars 2027"),
    _kind("reading_closed", _("To a reader: no need to read this publication any more")),
)
AUTHORS = (
    _kind("corrections_asked", _("To the authors: corrections to a publication"), comment="D’où vient ce chiffre ?", due="12 mars 2027"),
    _kind("corrections_due", _("To the authors: the day of their corrections"), due="12 mars 2027"),
    _kind("proof", _("To an author: the proof to sign off"), due="12 mars 2027"),
    _kind("proof_due", _("To an author: the day of her sign-off"), due="12 mars 2027"),
    _kind("scheduled", _("To the authors: the day on which it comes out"), at="12 mars 2027"),
    _kind("published", _("To the authors: it is out")),
    _kind("erratum", _("To the authors: an erratum"), comment="Le chiffre de la page 3 est de 2024."),
)
KINDS = (*DESK, *READERS, *AUTHORS)
