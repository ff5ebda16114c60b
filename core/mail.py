"""Mails leave in two steps: written with what caused them, sent by the worker. A mail server that is down never breaks a page."""

import logging
import smtplib
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template import Context, Engine
from django.utils import timezone

from core.models import OutgoingMail
from core.outbox import lease, retry_later, waiting_since

LEASE_SECONDS = 120
REFUSALS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError)

logger = logging.getLogger(__name__)


def queue_mail(*, to: str, template: str, context: dict, about: str = "", headers: dict[str, str] | None = None) -> OutgoingMail:
    """Write one mail in the current transaction.

    `template` is a text template (`practices/mail/arrival.txt`): first line `Subject: …`, an empty line, the body. It also gets
    `site_url` and `site_name`. `about` names what the mail is about (`practice:op-…`), for those who look for it later.
    `headers`: what mail programs read besides (`List-Unsubscribe`).
    """
    subject, body = render_mail(template, context)
    return queue_text(to=to, subject=subject, body=body, template=template, about=about, headers=headers)


def queue_text(*, to: str, subject: str, body: str, template: str, about: str = "", headers: dict[str, str] | None = None) -> OutgoingMail:
    """Write one mail that is already worded."""
    mail = OutgoingMail.objects.create(
        to=to, subject=_one_line(subject)[:300], body=body.strip() + "\n", template=template, about=about, headers=headers or {}
    )
    transaction.on_commit(_wake_up, robust=True)
    return mail


def render_mail(template: str, context: dict) -> tuple[str, str]:
    """Subject and body of a mail template. Values are given as they are: a mail is plain text, not HTML."""
    values = {"site_url": settings.SITE_URL, "site_name": settings.WAGTAIL_SITE_NAME, **context}
    text = Engine.get_default().get_template(template).render(Context(values, autoescape=False)).lstrip()
    header, _empty_line, body = text.partition("\n\n")
    return _one_line(header.removeprefix("Subject:")), body


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
    EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to], connection=connection, headers=headers).send()
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), leased_until=None, last_error="")


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


def _one_line(text: str) -> str:
    return " ".join(text.split())
