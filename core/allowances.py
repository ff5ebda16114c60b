"""How often one client may ask: an allowance that refills steadily, shared through the database by every process of the site.

A process takes requests from the shared allowance by the handful and counts them down in its own memory: the database is asked once in
`HANDFUL` requests. What was handed out is already taken off, so that processes together never let more through than the allowance.
"""

import ipaddress
import math
import threading
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core.models import ClientAllowance

#: Requests that a process takes from the shared allowance at a time.
HANDFUL = 10
#: Seconds for which a process holds what it took; the shared allowance has refilled meanwhile.
HELD_FOR = 60
#: Clients that a process remembers; with one more it forgets them all, and takes anew.
MOST_CLIENTS = 10_000
#: An allowance is full again after a minute: its row then says nothing more.
KEPT_FOR = timedelta(minutes=10)

_REFILLED = "LEAST(%(most)s, held.left_over + extract(epoch FROM statement_timestamp() - held.at) * %(most)s / 60.0)"
_TAKE = f"""
INSERT INTO core_clientallowance AS held (key, granted, left_over, at)
VALUES (%(key)s, %(handful)s, %(most)s - %(handful)s, statement_timestamp())
ON CONFLICT (key) DO UPDATE SET
    granted = LEAST(%(handful)s, floor({_REFILLED})),
    left_over = {_REFILLED} - LEAST(%(handful)s, floor({_REFILLED})),
    at = statement_timestamp()
RETURNING granted, left_over
"""


@dataclass
class _Hand:
    """What this process holds for one client: so many requests until then or, refused, none until then."""

    left: int
    until: float
    refused: bool = False

    def serves(self, now: float) -> bool:
        """Whether it answers without asking the database."""
        return self.until > now and (self.refused or self.left > 0)

    def use(self, now: float) -> int:
        if self.refused:
            return math.ceil(self.until - now)
        self.left -= 1
        return 0


class Allowance:
    """At most `a_minute` requests a minute for each client, all at once if it likes; they come back one by one."""

    def __init__(self, name: str, a_minute: int):
        self.name, self.a_minute = name, a_minute
        self._hands: dict[str, _Hand] = {}
        self._lock = threading.Lock()

    def wait(self, address: str) -> int:
        """Counts one request from this address: 0, or the seconds after which to come back."""
        client, now = _client(address), time.monotonic()
        with self._lock:
            hand = self._hands.get(client)
            if hand and hand.serves(now):
                return hand.use(now)
        hand = self._taken(client, now)
        with self._lock:
            if len(self._hands) >= MOST_CLIENTS:
                self._hands.clear()
            self._hands[client] = hand
            return hand.use(now)

    def _taken(self, client: str, now: float) -> _Hand:
        """A handful from the shared allowance, this request already off it; or how long until there is one request again."""
        key = salted_hmac(self.name, client, algorithm="sha256").hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, {"key": key, "handful": min(HANDFUL, self.a_minute), "most": self.a_minute})
            granted, left_over = cursor.fetchone()
        if granted:
            return _Hand(int(granted), now + HELD_FOR)
        return _Hand(0, now + (1 - left_over) * 60 / self.a_minute, refused=True)


def forget_past_allowances() -> None:
    """Deletes the rows that are full again."""
    ClientAllowance.objects.filter(at__lt=timezone.now() - KEPT_FOR).delete()


def _client(address: str) -> str:
    """One subscriber is one client: behind IPv6 each has 64 bits of addresses to choose from."""
    parsed = ipaddress.ip_address(address)
    if parsed.version == 4 or parsed.ipv4_mapped:
        return address
    return f"{int(parsed) >> 64:x}"
