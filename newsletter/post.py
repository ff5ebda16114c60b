"""Handing one letter to the mail server so that what happened is known whenever a worker dies: the end of a message is a step of its own.

A mail server takes a message when it has read the line that ends it, and not before. The letter stands there whole but for that line;
then its row is marked, then the line is written.
"""

import re
import smtplib
from collections.abc import Callable
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
CRLF = b"\r\n"


class Withheld(Exception):
    """At the last moment the letter was not to leave any more; the server has not taken it."""


class _HoldsTheEnd:
    """`may_end()` is asked when all but the last line is there."""

    may_end: Callable[[], bool]

    def data(self, msg: bytes) -> tuple[int, bytes]:
        self.putcmd("data")
        code, reply = self.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, reply)
        text = re.sub(rb"(?m)^\.", b"..", msg)
        self.send(text if text.endswith(CRLF) else text + CRLF)
        if not self.may_end():
            raise Withheld
        self.send(b"." + CRLF)
        return self.getreply()


class _Smtp(_HoldsTheEnd, smtplib.SMTP):
    pass


class _Smtps(_HoldsTheEnd, smtplib.SMTP_SSL):
    pass


class LetterBackend(EmailBackend):
    """Django's own, with its settings, over a connection that holds the end of a message."""

    @property
    def connection_class(self):
        return _Smtps if self.use_ssl else _Smtp


class PostOffice:
    """One connection for a batch. Where mails do not leave by SMTP (a developer's console) they are handed over in one step."""

    def __enter__(self) -> Self:
        by_smtp = settings.EMAIL_BACKEND == SMTP_BACKEND
        self._backend = LetterBackend() if by_smtp else get_connection()
        self._holds = by_smtp
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self._backend.close()
        except OSError:
            # What was taken was taken.
            self.hang_up()

    def deliver(self, message: EmailMessage, *, may_end: Callable[[], bool]) -> None:
        """Raises Withheld, smtplib's refusals, and OSError when the server does not answer."""
        if not self._holds:
            if not may_end():
                raise Withheld
            self._backend.send_messages([message])
            return
        self._backend.open()
        self._backend.connection.may_end = may_end
        try:
            self._backend.send_messages([message])
        except (Withheld, smtplib.SMTPServerDisconnected):
            self.hang_up()
            raise

    def hang_up(self) -> None:
        """Without a word to the server, which forgets a message that was not ended."""
        if connection := getattr(self._backend, "connection", None):
            connection.close()
            self._backend.connection = None
