"""The French catalogues: extracted without GNU gettext, kept, checked, compiled with French typography."""

import gettext

import polib
import pytest
from django.conf import settings

from core import catalogue

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, npgettext, pgettext

LABEL = _("Practice" " sheet")
MONTH = pgettext("month", "May")


def count(n):
    return ngettext("%(n)s sheet", "%(n)s sheets", n), npgettext("in a list", "one", "many", n)
"""
TEMPLATE = """{% load i18n %}
    <p title="{% translate "Close" %}">{% translate "May" context "verb" %}</p>
{% include "x.html" with label=_("Save") %}
  {% blocktranslate count n=total trimmed %}
    {{ n }} result
  {% plural %}
    {{ n }} results
  {% endblocktranslate %}
{% comment %}A note{% endcomment %}{# another #} an "odd' quote (
"""


@pytest.fixture
def project(tmp_path):
    """A small project: one Python file and one template of `practices`."""
    (tmp_path / "practices").mkdir()
    (tmp_path / "practices/texts.py").write_text(PYTHON)
    (tmp_path / "templates/practices").mkdir(parents=True)
    (tmp_path / "templates/practices/sheet.html").write_text(TEMPLATE)
    return tmp_path


def keys(po):
    return [(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in po]


def translate(project, translations):
    po = catalogue.read("practices", project)
    for entry in po:
        text = translations.get((entry.msgctxt, entry.msgid))
        if isinstance(text, dict):
            entry.msgstr_plural = text
        elif text:
            entry.msgstr = text
    po.save(str(catalogue.path_of("practices", project)))


FRENCH = {
    (None, "Practice sheet"): "Fiche d'une pratique",
    ("month", "May"): "mai",
    ("verb", "May"): "Peut",
    (None, "Close"): "Fermer ?",
    (None, "Save"): "Enregistrer",
    (None, "%(n)s sheet"): {0: "%(n)s fiche", 1: "%(n)s fiches"},
    ("in a list", "one"): {0: "une", 1: "plusieurs"},
    (None, "%(n)s result"): {0: "%(n)s résultat", 1: "%(n)s résultats"},
}


def test_texts_contexts_and_plurals_of_python_and_templates_are_found_in_a_stable_order(project):
    assert keys(catalogue.update("practices", project)) == [
        (None, "%(n)s result", "%(n)s results"),
        (None, "%(n)s sheet", "%(n)s sheets"),
        (None, "Close", ""),
        ("month", "May", ""),
        ("verb", "May", ""),
        (None, "Practice sheet", ""),
        (None, "Save", ""),
        ("in a list", "one", "many"),
    ]


def test_updating_keeps_translations_drops_what_is_gone_and_is_stable(project):
    catalogue.update("practices", project)
    translate(project, FRENCH)
    (project / "practices/texts.py").write_text('from x import _\nLABEL = _("Practice sheet")\nNEW = _("New")\n')
    catalogue.update("practices", project)
    written = catalogue.path_of("practices", project).read_bytes()
    po = polib.pofile(str(catalogue.path_of("practices", project)))
    assert {(entry.msgctxt, entry.msgid): entry.msgstr for entry in po if not entry.msgid_plural} == {
        (None, "Close"): "Fermer ?",
        ("verb", "May"): "Peut",
        (None, "New"): "",
        (None, "Practice sheet"): "Fiche d'une pratique",
        (None, "Save"): "Enregistrer",
    }
    catalogue.update("practices", project)
    assert catalogue.path_of("practices", project).read_bytes() == written


def test_compiled_texts_carry_french_typography_contexts_and_plurals(project):
    catalogue.update("practices", project)
    translate(project, FRENCH)
    catalogue.compile_catalogue("practices", project)
    texts = gettext.translation("django", project / "practices/locale", ["fr"])
    assert texts.gettext("Practice sheet") == "Fiche d’une pratique"
    assert texts.gettext("Close") == "Fermer\u202f?"
    assert texts.pgettext("month", "May") == "mai"
    assert texts.pgettext("verb", "May") == "Peut"
    assert [texts.ngettext("%(n)s sheet", "%(n)s sheets", n) for n in (0, 1, 2)] == [
        "%(n)s fiche",
        "%(n)s fiche",
        "%(n)s fiches",
    ]


def test_a_complete_catalogue_has_no_fault(project):
    catalogue.update("practices", project)
    translate(project, FRENCH)
    assert list(catalogue.faults("practices", project)) == []


def test_each_missing_fuzzy_or_broken_text_is_named(project):
    catalogue.update("practices", project)
    translate(project, FRENCH | {(None, "Save"): "", (None, "%(n)s sheet"): {0: "%(m)s fiche", 1: "fiches"}})
    po = catalogue.read("practices", project)
    po.find("Close").flags.append("fuzzy")
    po.save()
    (project / "practices/new.py").write_text('_("Brand new")\n')
    (project / "templates/practices/other.html").write_text('{% load i18n %}{% translate "Another" %}')
    assert sorted(catalogue.faults("practices", project)) == [
        "practices: practices/new.py: 'Brand new' is not in the catalogue (catalogue update)",
        "practices: practices/texts.py: '%(n)s sheet' does not carry the same placeholders: '%(m)s fiche'",
        "practices: templates/practices/other.html: 'Another' is not in the catalogue (catalogue update)",
        "practices: templates/practices/sheet.html: 'Close' is fuzzy",
        "practices: templates/practices/sheet.html: 'Save' is not translated",
    ]


def test_a_text_that_left_the_code_is_named(project):
    catalogue.update("practices", project)
    translate(project, FRENCH)
    (project / "templates/practices/sheet.html").write_text("")
    assert sorted(catalogue.faults("practices", project)) == [
        "practices: '%(n)s result' is no longer in the code (catalogue update)",
        "practices: 'Close' is no longer in the code (catalogue update)",
        "practices: 'May' is no longer in the code (catalogue update)",
        "practices: 'Save' is no longer in the code (catalogue update)",
    ]


def test_two_apps_that_disagree_on_a_text_are_named(project):
    for app, french in (("practices", "Enregistrer"), ("search", "Garder")):
        folder = project / app / "locale/fr/LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "django.po").write_text(f'msgid ""\nmsgstr ""\n\nmsgid "Save"\nmsgstr "{french}"\n')
    assert list(catalogue.contradictions(project)) == ["practices and search translate 'Save' differently"]


@pytest.mark.parametrize(
    ("template", "app"),
    [
        ("templates/practices/a.html", "practices"),
        ("templates/account/a.html", "accounts"),
        ("templates/components/tag/a.html", "core"),
        ("templates/base.html", "core"),
        ("templates/errors/404.html", "core"),
        ("templates/practices/mail/a.txt", "practices"),
    ],
)
def test_each_template_belongs_to_one_catalogue(tmp_path, template, app):
    path = tmp_path / template
    path.parent.mkdir(parents=True)
    path.write_text("")
    assert [name for name in catalogue.APPS if path in catalogue.sources_of(name, tmp_path)] == [app]


@pytest.mark.parametrize("app", catalogue.APPS)
def test_the_site_is_wholly_translated(app):
    assert list(catalogue.faults(app, settings.BASE_DIR)) == []


def test_no_two_apps_disagree_on_a_text():
    assert list(catalogue.contradictions(settings.BASE_DIR)) == []
