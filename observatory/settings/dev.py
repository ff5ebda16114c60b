"""A developer's machine, and `make run`."""

from .base import *
from .base import BASE_DIR, env

SECRET_KEY = env.str("SECRET_KEY", default="not-a-secret-development-only")
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://postgres@127.0.0.1:5544/observatory")}
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / ".observatory/media"))
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEMO_ALLOWED = True
