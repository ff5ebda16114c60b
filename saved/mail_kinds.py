"""The mails about saved searches; each search has its own rhythm and its own way to stop (`core.mail_kinds`)."""

from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind

KINDS = (
    MailKind(
        "saved/mail/consent.txt",
        _("Alerts on a saved search: confirm"),
        {"name": "Nadia", "url": "https://…/mes-recherches/…", "days": "7", "searches_url": "https://…/mes-recherches/"},
    ),
    MailKind(
        "saved/mail/alert.txt",
        _("New sheets for saved searches"),
        {
            "name": "Nadia",
            "how_many": "« habitat inclusif » : 2 nouvelles fiches",
            "introduction": "Voici ce qui a paru, le plus récent d’abord, sur ce que vous suivez :",
            "list": "Le goûter du palier\nhttps://…\nDes voisins ouvrent leur porte une fois par mois.",
            "why": "Pourquoi ce message : vous avez enregistré cette recherche.",
            "followed": "« habitat inclusif » (chaque semaine)\nToutes ses fiches : https://…\nPour ne plus la suivre : https://…",
            "searches_url": "https://…/mes-recherches/",
            "stop_url": "https://…",
        },
        phrases={
            name: f'{{% include "saved/mail_phrases/{file}.txt" %}}'
            for name, file in (
                ("how_many", "number"),
                ("introduction", "introduction"),
                ("list", "list"),
                ("why", "why"),
                ("followed", "searches"),
            )
        },
    ),
)
