"""The test suite: real database, quick passwords, jobs run at once; the engine only for tests that ask for it."""

import atexit
import shutil
import tempfile

from .base import *
from .base import env

SECRET_KEY = "not-a-secret-tests-only"
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://postgres@127.0.0.1:1/observatoire")}
MEDIA_ROOT = tempfile.mkdtemp(prefix="observatoire-tests-")
atexit.register(shutil.rmtree, MEDIA_ROOT, ignore_errors=True)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO_ALLOWED = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
NEWSLETTER_MAILS_A_SECOND = 10_000
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

ELASTICSEARCH_URL = []
