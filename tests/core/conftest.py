"""A mail server that really listens, and an address where none does."""

import socket

import pytest
from aiosmtpd.controller import Controller


class MailSink:
    """Keeps what it receives; refuses the addresses it is told to refuse."""

    def __init__(self):
        self.received = []
        self.refused = set()

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address in self.refused:
            return "550 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append((envelope.rcpt_tos[0], envelope.content.decode()))
        return "250 taken"

    @property
    def recipients(self):
        return sorted(to for to, _text in self.received)


@pytest.fixture
def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture
def smtp(settings, free_port):
    """Settings that point at a port where nobody answers yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port
    settings.EMAIL_TIMEOUT = 5


@pytest.fixture
def mail_server(smtp, free_port):
    sink = MailSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port)
    controller.start()
    yield sink
    controller.stop()
