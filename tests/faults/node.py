"""An Elasticsearch node that nobody else uses: tests stop, kill and start it as they like."""

import os
import signal

from tests.platform.services import TestRun


class Node:
    """Its data outlive the process, as a server's would."""

    def __init__(self):
        self._run = TestRun.new_aside()
        self._server = self._run.elasticsearch
        self.url = self._server.enter()

    @property
    def pid(self) -> int | None:
        return self._server.pid()

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def start_again(self) -> None:
        """At the same address, on the same data."""
        assert self._server.revive() == self.url

    def close(self) -> None:
        self._server.leave()
        self._run.close()
