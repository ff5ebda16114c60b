"""News that wait for the one message of the day."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.mail_kinds import MailKind
from core.mail_rhythms import wish_of
from core.models import OutgoingMail

#: In the site's time zone: read before the day's work.
HOUR = time(7, 0)
TEMPLATE = "core/mail/daily.txt"
ABOUT = "daily message"
KIND = MailKind(
    TEMPLATE,
    _("The news of the day"),
    {"how_many": "Vos nouvelles du jour : 2 messages", "list": "– – –\n\nUne fiche à lire : « Le goûter du palier »\n\nBonjour Nadia, …"},
    phrases={name: f'{{% include "core/mail_phrases/daily_{file}.txt" %}}' for name, file in (("how_many", "number"), ("list", "list"))},
)


def next_message_at() -> datetime:
    now = timezone.localtime()
    today = timezone.make_aware(datetime.combine(now.date(), HOUR))
    return today if now < today else timezone.make_aware(datetime.combine(now.date() + timedelta(days=1), HOUR))


def send_daily_messages() -> int:
    """One mail for all the news of each person whose hour has come; returns how many. Safe in parallel, one transaction a person."""
    due = OutgoingMail.objects.gathering().filter(next_attempt_at__lte=timezone.now())
    return sum(_gathered(address) for address in list(due.order_by().values_list("to", flat=True).distinct()))


@transaction.atomic
def _gathered(address: str) -> bool:
    # Imported here: the mail module writes rows for this one.
    from core.mail import queue_mail

    news = list(OutgoingMail.objects.gathering().filter(to=address).select_for_update(skip_locked=True).order_by("created_at", "pk"))
    if not news:
        return False
    queue_mail(
        to=address,
        template=TEMPLATE,
        context={"news": [{"subject": row.subject, "body": row.body.strip()} for row in news], "count": len(news)},
        about=ABOUT,
        headers=news[-1].headers,
        stop_url=wish_of(address).stop_url,
    )
    OutgoingMail.objects.filter(pk__in=[row.pk for row in news]).update(gathered=False, sent_at=timezone.now())
    return True
