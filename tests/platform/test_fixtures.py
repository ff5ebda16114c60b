"""The shared fixtures do what they promise: strict templates, a real engine, a real and guarded browser."""

import pytest
from django.template import engines

from tests.platform import templates
from tests.platform.browser import assert_no_axe_violations, guard

PLAIN = "<!doctype html><html lang='fr'><head><title>Essai</title></head><body><main>{}</main></body></html>"


@pytest.fixture
def write_template(settings, tmp_path):
    """Writes a template into one of our folders, or into another package's."""

    def write(name: str, source: str, *, ours: bool):
        settings.BASE_DIR = tmp_path
        (tmp_path / "templates").mkdir(exist_ok=True)
        (tmp_path / "other").mkdir(exist_ok=True)
        path = tmp_path / ("templates" if ours else "other") / name
        path.write_text(source)
        engine = engines["django"].engine
        engine.dirs = [tmp_path / "templates", tmp_path / "other"]
        return engine

    engine = engines["django"].engine
    before, loaders = engine.dirs, engine.__dict__.pop("template_loaders", None)
    yield write
    engine.dirs = before
    engine.__dict__.pop("template_loaders", None)
    if loaders:
        engine.template_loaders = loaders


def test_an_unknown_variable_in_our_template_fails(write_template):
    write_template("a.html", "{{ nothing }}", ours=True)
    with pytest.raises(pytest.fail.Exception, match=r"unknown variable nothing in .*a\.html"):
        engines["django"].get_template("a.html").render({})
    templates.seen.clear()


def test_an_unknown_variable_fails_in_our_part_of_another_packages_page(write_template):
    write_template("base.html", "{{ unknown|default:'kept' }}{% block a %}{% endblock %}", ours=False)
    write_template("child.html", "{% extends 'base.html' %}{% block a %}{{ ours.missing }}{% endblock %}", ours=True)
    with pytest.raises(pytest.fail.Exception, match=r"ours\.missing"):
        engines["django"].get_template("child.html").render({})
    templates.seen.clear()


def test_templates_stay_strict_while_and_after_a_test_changes_debug(settings, write_template):
    settings.DEBUG = True
    write_template("a.html", "{{ nothing }}", ours=True)
    with pytest.raises(pytest.fail.Exception, match="unknown variable nothing"):
        engines["django"].get_template("a.html").render({})
    settings.DEBUG = False
    write_template("a.html", "{{ nothing }}", ours=True)
    with pytest.raises(pytest.fail.Exception, match="unknown variable nothing"):
        engines["django"].get_template("a.html").render({})
    templates.seen.clear()


def test_other_packages_templates_keep_their_silence_and_their_filters(write_template):
    source = "[{{ nothing }}][{{ nothing|default:'x' }}][{% with a=nothing.more %}{{ a }}{% endwith %}][{{ nothing|length }}]"
    write_template("b.html", source, ours=False)
    assert engines["django"].get_template("b.html").render({}) == "[][x][][0]"


def test_asking_whether_a_variable_is_there_is_allowed(write_template):
    write_template("c.html", "{% if nothing %}yes{% else %}no{% endif %}", ours=True)
    assert engines["django"].get_template("c.html").render({}) == "no"


def test_the_engine_is_the_version_that_the_client_and_compose_name(elasticsearch):
    assert elasticsearch.info()["version"]["number"] == "8.19.8"


def test_each_process_has_its_own_indices(elasticsearch, settings, worker_id):
    assert settings.ELASTICSEARCH_INDEX_PREFIX.endswith(f"-{worker_id}")
    elasticsearch.index(index=f"{settings.ELASTICSEARCH_INDEX_PREFIX}-essai", document={"a": 1}, refresh=True)
    assert elasticsearch.count(index=f"{settings.ELASTICSEARCH_INDEX_PREFIX}-essai")["count"] == 1


def test_without_the_fixture_the_site_knows_no_engine(settings):
    assert settings.ELASTICSEARCH_URL == []


def test_axe_passes_a_sound_page(page):
    page.set_content(PLAIN.format("<h1>Essai</h1><p>Du texte.</p>"))
    assert_no_axe_violations(page)


def test_axe_fails_a_page_with_known_faults(page):
    page.set_content(PLAIN.format("<h1>Essai</h1><img src='data:,'><input><p style='color:#eee'>pâle</p>"))
    with pytest.raises(AssertionError, match="image-alt"):
        assert_no_axe_violations(page)


@pytest.mark.parametrize("machine", ["exemple.invalid", "192.0.2.1"])
def test_other_machines_are_blocked_and_named(browser, machine):
    context = browser.new_context()
    faults, failed = guard(context), []
    context.on("requestfailed", lambda request: failed.append(request.failure))
    page = context.new_page()
    page.set_content(PLAIN.format(f"<img alt='' src='https://{machine}/a.png'>"))
    page.wait_for_load_state("load")
    context.close()
    assert faults == [f"a page asked another machine for https://{machine}/a.png"]
    assert failed == ["net::ERR_NAME_NOT_RESOLVED"]


def test_an_error_in_a_script_is_seen(browser):
    context = browser.new_context()
    faults = guard(context)
    page = context.new_page()
    with context.expect_event("weberror"):
        page.set_content(PLAIN.format("<script>throw new Error('essai')</script>"))
    context.close()
    assert len(faults) == 1
    assert "essai" in faults[0]
