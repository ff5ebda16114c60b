"""A public server: nothing by default that would be unsafe there."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import BASE_DIR, SITE_IS_SECURE, env

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY or SECRET_KEY.startswith(("not-a-secret", "change-me", "django-insecure")):
    raise ImproperlyConfigured(
        "SECRET_KEY est absente ou laissée à sa valeur d’exemple : donnez-en une longue et aléatoire (.env.example)."
    )

if not env.str("DATABASE_URL", default=""):
    raise ImproperlyConfigured("DATABASE_URL est absente : donnez l’adresse de la base PostgreSQL (.env.example).")
DATABASES = {"default": env.db("DATABASE_URL")}
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "var/media"))
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "var/static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_SSL_REDIRECT = SITE_IS_SECURE
# A health check asks from inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SITE_IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False

# Editors read drafts and private contacts: a stolen password alone must not open them.
TWO_FACTOR_FOR_EDITORS = env.bool("TWO_FACTOR_FOR_EDITORS", default=True)
