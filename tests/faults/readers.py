"""People who search all the time, and what they are answered."""

import threading
import time
from dataclasses import dataclass
from itertools import cycle

import urllib3

NOTICE = "Le moteur de recherche ne répond pas"
QUESTIONS = (
    "q=mardis",
    "q=parents+banc",
    "theme=isolement",
    "",
    "q=%22pied+d%27immeuble%22",
    "territoire=com-59350&q=cafe",
    "q=mardi&page=2",
)


@dataclass(frozen=True)
class Answer:
    """`fault`: what the reader got in place of a page; `degraded`: PostgreSQL answered."""

    seconds: float
    fault: str = ""
    degraded: bool = False


class Readers:
    """Searches over HTTP while the block runs, so many at once, each with a short pause after each page."""

    def __init__(self, site, *, number: int = 2, pause: float = 0.2):
        self.site, self.pause = site, pause
        self.answers: list[Answer] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(first,)) for first in range(number)]

    def __enter__(self) -> "Readers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *exception) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def faults(self) -> list[str]:
        return [answer.fault for answer in self.answers if answer.fault]

    @property
    def degraded(self) -> int:
        return sum(answer.degraded for answer in self.answers)

    @property
    def degraded_share(self) -> float:
        return self.degraded / len(self.answers)

    def __str__(self) -> str:
        slowest = max((answer.seconds for answer in self.answers), default=0)
        return f"{len(self.answers)} searches, {len(self.faults)} failed, {self.degraded} by PostgreSQL, slowest {slowest:.2f} s"

    def _read(self, first: int) -> None:
        for question in cycle(QUESTIONS[first:] + QUESTIONS[:first]):
            if self._stop.wait(self.pause):
                return
            self.answers.append(self._asked(question))

    def _asked(self, question: str) -> Answer:
        began = time.monotonic()
        try:
            answer = self.site.get(f"/pratiques/?{question}", timeout=15)
        except urllib3.exceptions.HTTPError as error:
            return Answer(time.monotonic() - began, type(error).__name__)
        return Answer(time.monotonic() - began, "" if answer.status == 200 else str(answer.status), NOTICE in answer.data.decode())
