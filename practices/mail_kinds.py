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
    _kind("published", _("To the contributor: her sheet is published")),
    _kind("declined", _("To the contributor: her sheet is not kept"), reason="Cette action relève d’un autre cadre."),
    _kind(
        "handed_over",
        _("To the contributor: her sheet goes to another region"),
        origin="Île-de-France",
        reason="L’action se passe à Rennes.",
    ),
)
