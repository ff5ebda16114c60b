"""Installs one requirements file with pip, and says in one line why it could not. Runs before anything is installed."""

import re
import subprocess
import sys
import time

REASONS = (
    (r"No space left on device", "disque plein : faites de la place, puis relancez"),
    (
        r"Could not find a version .*\n?.*from versions: none|NewConnectionError|Temporary failure|Network is unreachable|ConnectTimeout"
        r"|Failed to establish|Could not fetch URL|ProxyError",
        "pas de réseau, ou paquet introuvable : vérifiez la connexion, puis relancez",
    ),
    (r"Permission denied|Errno 13", "le dossier .venv appartient à un autre utilisateur : supprimez-le, puis relancez"),
)
LOG = ".venv/pip.log"


def main(requirements: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--requirement", requirements]
    try:
        with open(LOG, "w") as log:  # noqa: PTH123
            pip = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
            _show_progress(pip)
    except OSError as error:
        sys.exit(f"✗ Impossible d’écrire dans .venv ({error.strerror}).")
    except KeyboardInterrupt:
        pip.terminate()
        sys.exit("✗ Installation interrompue ; relancer la même commande la reprendra.")
    if pip.returncode != 0:
        sys.exit(f"✗ Les dépendances n’ont pas pu être installées : {_reason()} (détails : {LOG}).")


def _show_progress(pip: subprocess.Popen) -> None:
    """One line every fifteen seconds."""
    began = time.monotonic()
    while True:
        try:
            pip.wait(15)
            return
        except subprocess.TimeoutExpired:
            with open(LOG) as log:  # noqa: PTH123
                count = log.read().count("Collecting ")
            print(f"  {count} paquets lus, {time.monotonic() - began:.0f} s…", flush=True)


def _reason() -> str:
    with open(LOG, errors="replace") as log:  # noqa: PTH123
        said = log.read()
    known = next((reason for pattern, reason in REASONS if re.search(pattern, said)), None)
    last = next((line for line in reversed(said.splitlines()) if line.startswith("ERROR")), "cause inconnue")
    return known or last


if __name__ == "__main__":
    main(sys.argv[1])
