"""The screens on which a sheet is written: the short form's four, and the chapters of the full sheet, each savable alone.

Together the four hold every short field, and the chapters every field; the image and the documents have a screen of their own
(practices.views.uploads), since a file is posted otherwise.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from .. import sheet
from ..rows import Label
from ..sheet import Field
from ..sheet.guidance import ADDS

#: The screens that are no step: the plan of the full sheet, and its files.
PLAN, FILES = "completer", "fichiers"
FILE_KINDS = ("image", "documents")


@dataclass(frozen=True)
class Section:
    """Questions of one screen that go together, under a heading of their own or none."""

    keys: tuple[str, ...]
    heading: Label = ""
    intro: Label = ""


@dataclass(frozen=True)
class Step:
    """One screen of the form; `slug` is in its address. A chapter is a screen of the full form."""

    slug: str
    title: Label
    intro: Label
    sections: tuple[Section, ...]
    is_chapter: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(sheet.BY_KEY[key] for section in self.sections for key in section.keys)

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(each.attribute for each in self.fields)

    @property
    def path(self) -> "tuple[Step, ...]":
        """The screens that it is one of, in order."""
        return CHAPTERS if self.is_chapter else STEPS

    @property
    def template(self) -> str:
        return f"practices/submission/{'chapter' if self.is_chapter else 'step'}.html"

    @property
    def number(self) -> int:
        return self.path.index(self) + 1

    @property
    def is_last(self) -> bool:
        return self is self.path[-1]

    @property
    def next_slug(self) -> str:
        if self.is_chapter and self.is_last:
            return FILES
        return self.path[min(self.number, len(self.path) - 1)].slug


SIGNATURE = Section(("authors",), _("Signature"))
CONTACT = Section(
    ("contact.name", "contact.role", "contact.email", "contact.phone", "contact.public"),
    _("Contact"),
    _("So that the editors, and other teams if you agree, can reach you."),
)
STEPS = (
    Step(
        "essentiel",
        _("The essentials"),
        _("What you would tell a colleague who asks what you are working on."),
        (Section(("title", "summary", "main_theme", "mode", "status", "start_date")),),
    ),
    Step(
        "ou-et-avec-qui",
        _("Where and with whom"),
        _("The place decides which editors read your sheet; the rest helps other teams to find it."),
        (Section(("organisation.name", "organisation.type", "scale", "territories", "audiences", "participation")),),
    ),
    Step(
        "ce-qui-s-est-passe",
        _("What happened, and what you draw from it"),
        _("Tell it as it was, with what was tried and given up. A few plain sentences are worth more than a report."),
        (
            Section(("context", "objectives", "steps")),
            Section(
                ("lessons.keep", "lessons.change", "lessons.watch"),
                _("What you draw from it"),
                _("This is what other teams look for first. What did not work counts as much as what did."),
            ),
        ),
    ),
    Step(
        "relire-et-envoyer",
        _("Read again and send"),
        _("A last look: who signs, whom we may write to, and your agreement."),
        (
            SIGNATURE,
            CONTACT,
            Section(("licence", "organisation_consent"), _("Rights")),
        ),
    ),
)

SECTIONS = {
    "identite": (
        Section(("title", "summary")),
        Section(("status", "start_date", "end_date"), _("When")),
    ),
    "porteur": (
        Section(("organisation.name", "organisation.type", "professions"), _("The organisation and the team")),
        SIGNATURE,
        CONTACT,
    ),
    "territoire": (
        Section(("scale", "territories", "space_types")),
        Section(
            ("point.lat", "point.lon", "point.blurred"),
            _("A point on the map"),
            _("For an action that has a place of its own: a garden, a shared kitchen, a bus. Not where people live."),
        ),
    ),
    "deroulement": (
        Section(("steps", "tools")),
        Section(
            ("skills.knowledge", "skills.know_how", "skills.attitudes"),
            _("What one needs to know"),
            _("Other teams will see there what to prepare for, or whom to bring in."),
        ),
    ),
    "moyens": (
        Section(("means.staff", "means.preparation_time", "means.material"), _("Time and material")),
        Section(("means.budget_total", "means.budget_yearly", "means.funding"), _("Money")),
        Section(("means.avoided_costs", "means.avoided_costs_method"), _("Avoided costs")),
    ),
}


def _chapter(chapter: sheet.Chapter) -> Step:
    keys = tuple(field.key for field in chapter.fields if field.kind not in FILE_KINDS)
    return Step(chapter.slug, chapter.heading, ADDS[chapter.slug], SECTIONS.get(chapter.slug, (Section(keys),)), is_chapter=True)


CHAPTERS = tuple(_chapter(chapter) for chapter in sheet.CHAPTERS)
BY_SLUG = {step.slug: step for step in (*STEPS, *CHAPTERS)}
PLACES = frozenset({*BY_SLUG, PLAN, FILES})
OF_FIELD = {each.key: step for step in (*CHAPTERS, *STEPS) for each in step.fields}
