"""Asking another site whether a page is there: politely, and never a machine that the public could not reach.

The address that was looked up is the one that is connected to: a name that answers something else a moment later leads nowhere new.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

from ..models import ExternalLink

SECONDS = 10
MOST_REDIRECTS = 5
#: Of the page itself nothing is needed: enough to see that it comes.
READ = 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Sites that answer so refuse programs, or want an account: readers may well see the page.
_RESERVED = frozenset({401, 403, 407, 429, 451, 999})
_NAT64 = IPv6Network("64:ff9b::/96")
_SECURITY = ssl.create_default_context()

Outcome = ExternalLink.Outcome
Address = IPv4Address | IPv6Address


@dataclass(frozen=True)
class Answer:
    """`status`: of the last answer; None when there was none."""

    outcome: str
    status: int | None = None


def ask(address: str) -> Answer:
    """Follows redirects by hand, each looked at as the first address was."""
    for _redirect in range(MOST_REDIRECTS + 1):
        try:
            status, location = _asked(urlsplit(address))
            address = iri_to_uri(urljoin(address, location))
        except _NotPublic:
            return Answer(Outcome.NOT_PUBLIC)
        except socket.gaierror:
            return Answer(Outcome.UNKNOWN_HOST)
        except ssl.SSLError:
            return Answer(Outcome.NOT_SECURE)
        # A port that is none, and a name of a site that cannot be written, are ValueErrors.
        except (OSError, http.client.HTTPException, ValueError):
            return Answer(Outcome.NO_ANSWER)
        if not location:
            return Answer(_outcome(status), status)
    return Answer(Outcome.REDIRECTS, status)


def _outcome(status: int) -> str:
    if status in _RESERVED:
        return Outcome.RESERVED
    return Outcome.FOUND if status < 400 else Outcome.MISSING


class _NotPublic(Exception):
    """Not an address that the public could follow."""


def _asked(parts: SplitResult) -> tuple[int, str]:
    """(status, where it sends to): HEAD, and GET when that is answered by an error, for some sites know nothing of HEAD."""
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None or parts.password is not None:
        raise _NotPublic
    host = _public_address(parts.hostname)
    try:
        status, location = _exchange("HEAD", parts, host)
    except http.client.HTTPException:
        status, location = 0, ""
    return (status, location) if 0 < status < 400 else _exchange("GET", parts, host)


def _exchange(method: str, parts: SplitResult, host: str) -> tuple[int, str]:
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": f"ObservatoireDesPratiques/1.0 (+{settings.SITE_URL}/; verification des liens)", "Accept": "*/*"}
    with closing(_Connection(parts, host)) as connection, _within_seconds(connection):
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.read(READ)
        return answer.status, (answer.getheader("Location") or "") if answer.status in _REDIRECTS else ""


class _Connection(http.client.HTTPConnection):
    """To the address that was looked up, under the name of the site."""

    def __init__(self, parts: SplitResult, host: str):
        self.is_secure = parts.scheme == "https"
        self.default_port = http.client.HTTPS_PORT if self.is_secure else http.client.HTTP_PORT
        super().__init__(parts.hostname or "", parts.port or self.default_port, timeout=SECONDS)
        self.looked_up = host

    def connect(self) -> None:
        self.sock = socket.create_connection((self.looked_up, self.port), SECONDS)
        if self.is_secure:
            self.sock = _SECURITY.wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def cut(self) -> None:
        """A site that sends one byte at a time never meets the time limit of a single reading."""
        with suppress(AttributeError, OSError):
            self.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def _within_seconds(connection: _Connection) -> Iterator[None]:
    """Cuts it when the time is over; connecting has the same limit of its own."""
    timer = threading.Timer(SECONDS, connection.cut)
    timer.daemon = True
    connection.connect()
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _public_address(host: str) -> str:
    """What the name leads to, when all that it leads to is public. Raises _NotPublic, socket.gaierror."""
    found = [str(each[4][0]).partition("%")[0] for each in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]
    if not found or not all(_is_public(ip_address(each)) for each in found):
        raise _NotPublic
    return found[0]


def _is_public(address: Address) -> bool:
    plain = _as_meant(address)
    if plain.is_loopback and settings.EXTERNAL_LINKS_MAY_BE_LOCAL:
        return True
    return plain.is_global and not plain.is_multicast


def _as_meant(address: Address) -> Address:
    """The address of the older kind that one of the newer kind stands for, if it does."""
    if isinstance(address, IPv6Address):
        if address in _NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address
