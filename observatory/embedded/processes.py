"""A process of ours that must not outlive us."""

import ctypes
import signal
import subprocess
import time

from observatory.environment import BASE_DIR

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def _die_with_parent() -> None:
    """Runs in the child: the kernel asks it to stop when the parent is killed without warning."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """One program, in a session of its own so that Ctrl-C in the terminal reaches only us, who stop it in order."""

    def __init__(self, name: str, command: list[str], *, restart: bool):
        self.name = name
        self.command = command
        self.restart = restart
        self._process: subprocess.Popen | None = None
        self._not_before = 0.0

    def start(self) -> None:
        # A program that dies at once is not started again more than once every two seconds.
        time.sleep(max(0.0, self._not_before - time.monotonic()))
        self._not_before = time.monotonic() + 2
        self._process = subprocess.Popen(
            self.command, cwd=BASE_DIR, stdin=subprocess.DEVNULL, start_new_session=True, preexec_fn=_die_with_parent
        )

    @property
    def code(self) -> int | None:
        return self._process.returncode if self._process else None

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self) -> None:
        if self.is_running():
            self._process.terminate()

    def wait(self, seconds: float = 30) -> None:
        """Its end; forced when the current job takes too long."""
        if self._process is None:
            return
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
