"""Where embedded data live, which system user owns them, and who may enter."""

import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from . import Refusal

CHECKOUT = Path(__file__).resolve().parents[2]
# PostgreSQL waits for its clients on SIGTERM, not on SIGINT.
_QUICK_STOP = {"postgres": signal.SIGINT}
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def data_folder() -> Path:
    """OBSERVATORY_DATA, else `.observatory` in the checkout, else (root, in a checkout closed to others) under /var/lib."""
    if given := os.environ.get("OBSERVATORY_DATA"):
        return Path(given).expanduser().resolve()
    if os.geteuid() == 0 and not _open_to_all(CHECKOUT):
        return Path("/var/lib/observatoire") / hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
    return CHECKOUT / ".observatory"


def _open_to_all(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents))


def make_folder(folder: Path) -> Path:
    """The folder, made if need be; refused in one line when it belongs to somebody else or the disk is full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"Impossible de créer {folder} ({error.strerror}) : choisissez un autre dossier avec OBSERVATORY_DATA.") from None
    if not os.access(folder, os.W_OK | os.X_OK):
        owner = _name_of(folder.stat().st_uid)
        raise Refusal(f"Le dossier {folder} appartient à « {owner} » : choisissez un autre dossier avec OBSERVATORY_DATA.")
    return folder


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def servant(existing: Path) -> pwd.struct_passwd | None:
    """The user a server runs as: None = ourselves; when we are root, the owner of its data, since servers refuse root."""
    if os.geteuid() != 0:
        return None
    if existing.exists() and (uid := existing.stat().st_uid) != 0:
        try:
            return pwd.getpwuid(uid)
        except KeyError:
            raise Refusal(
                f"Le dossier {existing} appartient à un utilisateur disparu ({uid}) : supprimez-le ou rendez-le à un autre."
            ) from None
    for name in ("postgres", "observatoire"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "observatoire"]
    if not shutil.which("useradd") or subprocess.run(command, **QUIET).returncode != 0:
        raise Refusal(
            "Les serveurs refusent de tourner en root, et « useradd » n’a pas pu créer l’utilisateur « observatoire » : créez-le."
        )
    return pwd.getpwnam("observatoire")


def run_as(user: pwd.struct_passwd | None) -> dict:
    """What `subprocess` needs to start a program as this user, with a clean environment."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    if user is None:
        return {"env": environment | {"HOME": os.environ.get("HOME", "/")}}
    return {"env": environment, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """A folder that the user owns."""
    make_folder(folder)
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
    return folder


def can_read(path: Path, user: pwd.struct_passwd | None) -> bool:
    """Whether the user can enter every parent of this path and read it."""
    if user is None:
        return os.access(path, os.R_OK)
    return subprocess.run(["test", "-r", str(path)], cwd="/", **run_as(user), **QUIET).returncode == 0


def require_entrance(folder: Path, user: pwd.struct_passwd | None) -> None:
    if not can_read(folder, user):
        raise Refusal(
            f"L’utilisateur « {user.pw_name} », qui fait tourner les serveurs, ne peut pas entrer dans {folder} : "
            "indiquez un dossier ouvert, par exemple OBSERVATORY_DATA=/var/lib/observatoire."
        )


def require_space(folder: Path, megabytes: int, purpose: str) -> None:
    folder = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(folder).free // 1_000_000
    if free < megabytes:
        raise Refusal(f"Disque presque plein : il reste {free} Mo dans {folder}, il en faut {megabytes} pour {purpose}.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_alive(pid: int, program: str) -> bool:
    """Whether this process exists, is not a zombie, and runs this program (numbers are given again after a restart)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z" and program in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


def stop(pid: int, program: str) -> None:
    """Ends this process: asked first (even one that was suspended), forced after half a minute."""
    for signal_number, seconds in ((signal.SIGCONT, 0), (_QUICK_STOP.get(program, signal.SIGTERM), 30), (signal.SIGKILL, 5)):
        if not is_alive(pid, program):
            return
        os.kill(pid, signal_number)
        limit = time.monotonic() + seconds
        while is_alive(pid, program) and time.monotonic() < limit:
            time.sleep(0.05)
