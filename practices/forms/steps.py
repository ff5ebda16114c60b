"""The short form, screen by screen: which fields, in which order, with which examples. Together the steps hold every short field."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .. import sheet
from ..rows import Label
from ..sheet import Field


@dataclass(frozen=True)
class Section:
    """Questions of one screen that go together, under a heading of their own or none."""

    keys: tuple[str, ...]
    heading: Label = ""
    intro: Label = ""


@dataclass(frozen=True)
class Step:
    """One screen of the form; `slug` is in its address."""

    slug: str
    title: Label
    intro: Label
    sections: tuple[Section, ...]
    examples: dict[str, Label] = field(default_factory=dict)

    @property
    def fields(self) -> tuple[Field, ...]:
        return tuple(sheet.BY_KEY[key] for section in self.sections for key in section.keys)

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(each.attribute for each in self.fields)

    @property
    def number(self) -> int:
        return STEPS.index(self) + 1

    @property
    def is_last(self) -> bool:
        return self is STEPS[-1]

    @property
    def next_slug(self) -> str:
        return STEPS[min(self.number, len(STEPS) - 1)].slug


STEPS = (
    Step(
        "essentiel",
        _("The essentials"),
        _("What you would tell a colleague who asks what you are working on."),
        (Section(("title", "summary", "main_theme", "mode", "status", "start_date")),),
        {
            "summary": _(
                "“Every other Wednesday, eight parents and two social workers cook in the kitchen of the social centre, and eat with the "
                "children. What was a workshop on budgets has become a group that decides by itself what it wants to talk about.”"
            ),
        },
    ),
    Step(
        "ou-et-avec-qui",
        _("Where and with whom"),
        _("The place decides which editors read your sheet; the rest helps other teams to find it."),
        (Section(("organisation.name", "organisation.type", "scale", "territories", "audiences", "participation")),),
    ),
    Step(
        "ce-qui-s-est-passe",
        _("What happened"),
        _("Tell it as it was, with what was tried and given up. A few plain sentences are worth more than a report."),
        (Section(("context", "objectives", "steps")),),
        {
            "context": _(
                "“At the end of the month, requests for food aid doubled. The parents we met had little to say about money, a lot about "
                "evenings spent alone. One mother asked for a place to cook with others: that is where it began.”"
            ),
            "objectives": _("“Know at least two other families well enough to ring their bell.”"),
            "steps": _("“March 2024: first meal, four parents came. They chose the menu, we did the shopping with them.”"),
        },
    ),
    Step(
        "ce-que-vous-en-tirez",
        _("What you draw from it"),
        _("This is what other teams look for first. What did not work counts as much as what did."),
        (Section(("lessons.keep", "lessons.change", "lessons.watch")),),
        {
            "lessons.keep": _("“Doing the shopping together: half of what mattered was said on the way.”"),
            "lessons.change": _("“We would not give it a theme beforehand: the word budget kept people away for three months.”"),
            "lessons.watch": _("“The group must not rest on one parent alone: when she moved, everything stopped for a while.”"),
        },
    ),
    Step(
        "relire-et-envoyer",
        _("Read again and send"),
        _("A last look: who signs, whom we may write to, and your agreement."),
        (
            Section(("authors",), _("Signature")),
            Section(
                ("contact.name", "contact.role", "contact.email", "contact.phone", "contact.public"),
                _("Contact"),
                _("So that the editors, and other teams if you agree, can reach you."),
            ),
            Section(("licence", "organisation_consent"), _("Rights")),
        ),
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}
OF_FIELD = {each.key: step for step in STEPS for each in step.fields}
