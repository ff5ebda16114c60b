"""Mails leave in two steps: written with what caused them, sent by the worker. A mail server that is down never breaks a page."""

import logging
import re
import smtplib
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from core import mail_kinds
from core.mail_digests import next_message_at
from core.mail_rhythms import Rhythm, wish_of
from core.models import OutgoingMail
from core.outbox import lease, retry_later, waiting_since

LEASE_SECONDS = 120
REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)

#: A signed value (Django's `value:time:signature`), a key of 20 signs and more that mixes letters and digits, or the code of a receipt.
SECRET = re.compile(r"(?<=/)[\w.%-]+:[\w:.%-]{20,}|(?<=/)[0-9A-Za-z]+-[0-9A-Za-z]{6,}-[0-9a-f]{32}(?=/)|(?<=/accord/)[\w-]+")

logger = logging.getLogger(__name__)


def queue_mail(
    *, to: str, template: str, context: dict, about: str = "", headers: dict[str, str] | None = None, stop_url: str = ""
) -> OutgoingMail | None:
    """Write one mail in the current transaction; None when it is news and the person wants none.

    `template` is a text template (`practices/mail/arrival.txt`): first line `Subject: …`, an empty line, the body. It also gets
    `site_url` and `site_name`. `about` names what the mail is about (`practice:op-…`), for those who look for it later.
    `headers`: what mail programs read besides. `stop_url`: where news are refused, said at the foot and in `List-Unsubscribe`.
    """
    kind, gathered = mail_kinds.get(template), False
    if kind and kind.news:
        wish = wish_of(to)
        if wish.rhythm == Rhythm.NEVER:
            return None
        stop_url, gathered = wish.stop_url, wish.rhythm == Rhythm.DAILY
    subject, body = mail_kinds.worded(template, context)
    if stop_url:
        headers = {**(headers or {}), **_one_click(stop_url)}
    if stop_url and not gathered:
        body += render_to_string("core/mail/stop.txt", {"stop_url": stop_url})
    return queue_text(to=to, subject=subject, body=body, template=template, about=about, headers=headers, gathered=gathered)


def queue_text(
    *, to: str, subject: str, body: str, template: str, about: str = "", headers: dict[str, str] | None = None, gathered: bool = False
) -> OutgoingMail:
    """Write one mail that is already worded; `gathered`: it waits for the daily message."""
    mail = OutgoingMail.objects.create(
        to=to,
        subject=" ".join(subject.split())[:300],
        body=body.strip() + "\n",
        template=template,
        about=about,
        headers=headers or {},
        gathered=gathered,
        next_attempt_at=next_message_at() if gathered else timezone.now(),
    )
    if not gathered:
        transaction.on_commit(_wake_up, robust=True)
    return mail


def send_due_mails() -> int:
    """Send every mail that is due; returns how many left. Safe in parallel: each row is taken by one worker at a time."""
    sent = 0
    connection = get_connection()
    try:
        while rows := lease(OutgoingMail.objects.to_send(), limit=1, seconds=LEASE_SECONDS):
            try:
                _send(rows[0], connection)
                sent += 1
            except REFUSALS as error:
                _put_back(rows[0], error)
            except OSError as error:
                # The server itself does not answer: the others would wait in vain, and keep their early attempts for when it does.
                _put_back(rows[0], error)
                break
            except Exception as error:
                _put_back(rows[0], error)
    finally:
        _close(connection)
    return sent


def prune_mails() -> int:
    """Forget mails after 90 days, sent or given up."""
    deleted, _by_model = OutgoingMail.objects.too_old_to_keep().delete()
    return deleted


def queue() -> tuple[datetime | None, int]:
    """For /sante/: when the oldest mail that waits was written, and how many were given up."""
    return waiting_since(OutgoingMail.objects.to_send()), OutgoingMail.objects.given_up().count()


def _send(mail: OutgoingMail, connection: BaseEmailBackend) -> None:
    headers = {**mail.headers, "Message-ID": _message_id(mail)}
    message = EmailMultiAlternatives(
        mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], connection=connection, headers=headers
    )
    message.attach_alternative(render_to_string("core/mail/message.html", {"subject": mail.subject, "body": mail.body}), "text/html")
    message.send()
    sent = {"sent_at": timezone.now(), "leased_until": None, "last_error": "", "body": without_secrets(mail.body)}
    OutgoingMail.objects.filter(pk=mail.pk).update(**sent, headers={})


def without_secrets(text: str) -> str:
    """What stays of a mail that has left: its signed links would still open what they open."""
    return SECRET.sub("…", text)


def _one_click(url: str) -> dict[str, str]:
    """RFC 8058: mail programs show a button that posts."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _message_id(mail: OutgoingMail) -> str:
    """The same at each attempt: when its receipt was lost, the recipient's server knows the second copy for one."""
    return f"<{mail.created_at:%Y%m%d%H%M%S%f}.{mail.pk}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def _put_back(mail: OutgoingMail, error: Exception) -> None:
    """Neither the recipient nor the text belongs in a log."""
    logger.warning("%s not sent at attempt %d: %s", mail, mail.attempts, type(error).__name__)
    retry_later(mail, error)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        logger.info("Mail connection not closed properly: %s", type(error).__name__)


def _wake_up() -> None:
    # Imported here: the task module imports this one.
    from core.tasks import send_mails

    send_mails.enqueue()
