"""A server that several processes use at once: the first one starts it, the last one to leave stops it."""

import contextlib
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


class Share:
    """The locks beside a server's data. A process that dies lets go of its share without having to say so."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._held: int | None = None

    def enter(self, start: Callable[[], str], *, undo: Callable[[], None]) -> str:
        """Takes a share and gives what `start` gives (the address); `start` must do nothing when the server is up.

        A start that fails or is interrupted half-way is undone, unless somebody else uses the server.
        """
        with self.alone():
            share = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(share, fcntl.LOCK_SH)
            try:
                address = start()
            except BaseException:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(share, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    undo()
                os.close(share)
                raise
            self._held = share
            return address

    def leave(self, stop: Callable[[], None]) -> None:
        """Gives the share back, and stops the server when nobody else holds one."""
        if self._held is None:
            return
        with self.alone():
            try:
                fcntl.flock(self._held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                stop()
            finally:
                os.close(self._held)
                self._held = None

    def is_used(self) -> bool:
        """Whether some process holds a share."""
        try:
            probe = os.open(self.folder / "users.lock", os.O_RDWR)
        except OSError:
            return False
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(probe)
        return False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else starts or stops the server meanwhile."""
        gate = os.open(self.folder / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield
        finally:
            os.close(gate)
