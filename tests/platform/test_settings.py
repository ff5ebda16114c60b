"""What the environment decides, seen from a fresh process; what production refuses."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

SAFE = {"SECRET_KEY": "k" * 60, "DATABASE_URL": "postgres://u@127.0.0.1:1/x", "SITE_URL": "https://pratiques.example.org"}
NAMES = [
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
    "SECURE_PROXY_SSL_HEADER",
    "EMAIL_BACKEND",
    "EMAIL_HOST",
    "ELASTICSEARCH_URL",
    "ELASTICSEARCH_INDEX_PREFIX",
    "DEFAULT_FROM_EMAIL",
    "MEDIA_ROOT",
]
PROGRAM = f"""
import json
from django.conf import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}, default=str))
"""


def read(environment: dict, module: str = "observatory.settings.production") -> subprocess.CompletedProcess:
    clean = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": module}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM], env=clean | environment, cwd=settings.BASE_DIR, capture_output=True, text=True
    )


def values(environment: dict, module: str = "observatory.settings.production") -> dict:
    done = read(environment, module)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_production_over_https_is_strict():
    assert values(SAFE | {"EMAIL_URL": "smtp+tls://u:p@smtp.example.org:587", "DEFAULT_FROM_EMAIL": "a@example.org"}) == {
        "ALLOWED_HOSTS": ["pratiques.example.org", "127.0.0.1", "localhost"],
        "CSRF_TRUSTED_ORIGINS": ["https://pratiques.example.org"],
        "DEBUG": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_PROXY_SSL_HEADER": None,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "smtp.example.org",
        "ELASTICSEARCH_URL": [],
        "ELASTICSEARCH_INDEX_PREFIX": "observatoire",
        "DEFAULT_FROM_EMAIL": "a@example.org",
        "MEDIA_ROOT": str(settings.BASE_DIR / "var/media"),
    }


def test_production_over_http_does_not_lock_itself_out():
    found = values(SAFE | {"SITE_URL": "http://intranet.example.org/"})
    assert [found[name] for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS")] == [
        False,
        False,
        False,
        0,
    ]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["http://intranet.example.org"]


@pytest.mark.parametrize("key", [None, "", "change-me", "not-a-secret-development-only", "django-insecure-abc"])
def test_production_refuses_a_missing_or_default_key(key):
    environment = {name: value for name, value in SAFE.items() if name != "SECRET_KEY"} | ({} if key is None else {"SECRET_KEY": key})
    done = read(environment)
    assert done.returncode == 1
    assert "SECRET_KEY est absente ou laissée à sa valeur d’exemple" in done.stderr


def test_production_refuses_to_guess_its_database():
    done = read({name: value for name, value in SAFE.items() if name != "DATABASE_URL"})
    assert done.returncode == 1
    assert "DATABASE_URL est absente" in done.stderr


def test_a_proxy_is_believed_only_when_named():
    assert values(SAFE | {"TRUSTED_PROXIES": "1"})["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]


def test_several_nodes_and_a_prefix():
    found = values(SAFE | {"ELASTICSEARCH_URL": "http://a:9200,http://b:9200", "ELASTICSEARCH_INDEX_PREFIX": "essai"})
    assert found["ELASTICSEARCH_URL"] == ["http://a:9200", "http://b:9200"]
    assert found["ELASTICSEARCH_INDEX_PREFIX"] == "essai"


def test_development_needs_nothing_and_keeps_media_with_the_data(tmp_path):
    found = values({"OBSERVATORY_DATA": str(tmp_path), "PORT": "8123"}, "observatory.settings.dev")
    assert found["MEDIA_ROOT"] == str(tmp_path / "media")
    assert found["CSRF_TRUSTED_ORIGINS"] == ["http://127.0.0.1:8123"]
    assert found["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    assert found["DEBUG"] is False


def test_the_example_names_every_variable_that_production_requires():
    example = (settings.BASE_DIR / ".env.example").read_text()
    named = {line.lstrip("# ").partition("=")[0] for line in example.splitlines() if "=" in line}
    assert named >= {
        *("DATABASE_URL", "ELASTICSEARCH_URL", "ELASTICSEARCH_API_KEY", "ELASTICSEARCH_INDEX_PREFIX", "SECRET_KEY", "ALLOWED_HOSTS"),
        *("SITE_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL", "MEDIA_ROOT", "PORT", "TRUSTED_PROXIES", "DEBUG", "OBSERVATORY_DATA"),
    }
