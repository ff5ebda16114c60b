"""A developer's machine, and `make run`: embedded services (see manage.py), mails in the console, a key that protects nothing."""

from observatory.embedded.paths import data_folder

from .base import *
from .base import env

SECRET_KEY = env.str("SECRET_KEY", default="not-a-secret-development-only")
# manage.py and run.py set DATABASE_URL; this address is only there for the commands that never connect.
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://postgres@127.0.0.1:1/observatoire")}
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(data_folder() / "media"))
# Served from the apps' folders, without a collectstatic first.
WHITENOISE_USE_FINDERS = True
DEMO_ALLOWED = True
