"""Values of the environment, completed by a `.env` file beside manage.py when there is one."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parents[1]


def read_env_file() -> None:
    """What the environment already says wins over the file."""
    file = BASE_DIR / ".env"
    if file.is_file():
        environ.Env.read_env(file)
