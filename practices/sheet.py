"""Every field of the practice sheet, declared once: key of the formats, attribute of the page, rule, words.

The public record, import and export, the forms and the admin's panels all walk this list; a field added here appears in each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Choices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from . import cleaning
from . import vocabulary as v
from .rows import ROW_KINDS, Label, RowKind

MOST_THEMES = 4
MOST_KEYWORDS = 12


@dataclass(frozen=True)
class Field:
    """One field. `kind`: line, text, choice, choices, date, number, decimal, degrees, boolean, email, texts, rows, theme, themes, keywords,
    territories, reference, image, documents. `key` is a dotted path in the formats, `attribute` the page's own name for it."""

    key: str
    kind: str
    label: Label
    question: Label = ""
    help: Label = ""
    choices: type[Choices] | None = None
    required: bool = False
    short: bool = False
    public: bool = True
    longest: int = cleaning.TEXT_LENGTH
    shortest: int = 0
    least: float = 0
    most: float = 1_000_000_000

    @property
    def attribute(self) -> str:
        return self.key.replace(".", "_")

    @property
    def rows(self) -> RowKind:
        return ROW_KINDS[self.key.rpartition(".")[2]]

    def clean(self, value: Any) -> Any:
        """The clean value, without looking into the database. Raises ValidationError (RowErrors for rows)."""
        match self.kind:
            case "line":
                return cleaning.clean_text(value, longest=min(self.longest, cleaning.LINE_LENGTH), shortest=self.shortest, multiline=False)
            case "text":
                return cleaning.clean_text(value, longest=self.longest)
            case "choice":
                return cleaning.clean_choice(value, self.choices)
            case "choices":
                return _each(value, lambda item: cleaning.clean_choice(item, self.choices))
            case "date":
                return cleaning.clean_partial_date(value)
            case "number" | "decimal" | "degrees":
                places = {"number": 0, "decimal": 2, "degrees": 6}[self.kind]
                return cleaning.clean_number(value, least=self.least, most=self.most, places=places)
            case "boolean":
                return cleaning.clean_boolean(value)
            case "email":
                return cleaning.clean_email(value)
            case "texts":
                return _each(value, lambda item: cleaning.clean_text(item, longest=2_000, multiline=False))
            case "rows":
                return self.rows.clean(value)
            case "keywords":
                return _each(value, lambda item: cleaning.clean_text(item, longest=60, multiline=False), most=MOST_KEYWORDS)
            case "themes":
                return _each(value, _clean_code, most=MOST_THEMES)
            case "territories":
                return _each(value, _clean_code)
            case "theme":
                return _clean_code(value)
            case "reference":
                return cleaning.clean_text(value, longest=100, multiline=False)
        raise NotImplementedError(self.kind)  # pragma: no cover

    def is_empty(self, value: Any) -> bool:
        return value in ("", None, []) or (self.kind == "boolean" and value is False)


@dataclass(frozen=True)
class Chapter:
    """Fields read together, under a heading that speaks."""

    slug: str
    heading: Label
    fields: tuple[Field, ...]


def _each(value: Any, clean: Any, most: int = cleaning.MOST_ROWS) -> list[Any]:
    if value in (None, ""):
        return []
    if not isinstance(value, list | tuple):
        raise ValidationError(_("A list is expected."))
    cleaned = list(dict.fromkeys(item for item in map(clean, value) if item not in ("", None)))
    if len(cleaned) > most:
        raise ValidationError(_("%(count)d at most.") % {"count": most})
    return cleaned


def _clean_code(value: Any) -> str:
    return cleaning.clean_text(value, longest=100, multiline=False).lower()


CHAPTERS = (
    Chapter(
        "identite",
        lazy("The action"),
        (
            Field(
                "title",
                "line",
                lazy("Title"),
                lazy("What is your action called?"),
                lazy("A name that a colleague would remember."),
                required=True,
                short=True,
                longest=cleaning.TITLE_LENGTH[1],
                shortest=cleaning.TITLE_LENGTH[0],
            ),
            Field(
                "summary",
                "text",
                lazy("Summary"),
                lazy("In a few sentences, what is it about?"),
                lazy("With whom, to do what, and what came of it. This is what people read first."),
                required=True,
                short=True,
                longest=cleaning.SUMMARY_LENGTH,
            ),
            Field(
                "status",
                "choice",
                lazy("State of the action"),
                lazy("Where does the action stand today?"),
                choices=v.Status,
                required=True,
                short=True,
            ),
            Field(
                "start_date",
                "date",
                lazy("Start"),
                lazy("When did it start?"),
                lazy("A year is enough: 2023, 2023-05 or 2023-05-14."),
                required=True,
                short=True,
            ),
            Field("end_date", "date", lazy("End"), lazy("When did it end?"), lazy("Leave empty if it goes on.")),
            Field("image", "image", lazy("Image")),
            Field("documents", "documents", lazy("Attached documents")),
        ),
    ),
    Chapter(
        "porteur",
        lazy("Who carries it"),
        (
            Field(
                "authors",
                "rows",
                lazy("Authors"),
                lazy("Who signs this sheet?"),
                lazy("Names appear as you write them. With no name, the organisation is the author."),
                short=True,
            ),
            Field(
                "organisation.name", "line", lazy("Organisation"), lazy("Which organisation carries the action?"), required=True, short=True
            ),
            Field(
                "organisation.type",
                "choice",
                lazy("Type of organisation"),
                lazy("What kind of organisation is it?"),
                choices=v.OrganisationType,
                required=True,
                short=True,
            ),
            Field(
                "contact.name",
                "line",
                lazy("Contact"),
                lazy("Whom may we write to about this sheet?"),
                required=True,
                short=True,
                public=False,
            ),
            Field("contact.role", "line", lazy("Contact’s function"), lazy("What is this person’s function?"), short=True, public=False),
            Field(
                "contact.email",
                "email",
                lazy("Contact’s mail address"),
                lazy("At which mail address?"),
                required=True,
                short=True,
                public=False,
            ),
            Field("contact.phone", "line", lazy("Contact’s phone"), lazy("At which phone number?"), short=True, public=False),
            Field(
                "contact.public",
                "boolean",
                lazy("Public contact"),
                lazy("Show this contact on the public sheet"),
                lazy("Unless you tick this box, only the editors see it."),
                short=True,
                public=False,
            ),
            Field("professions", "choices", lazy("Professions"), lazy("Which professions take part?"), choices=v.Profession),
        ),
    ),
    Chapter(
        "theme",
        lazy("Themes and mode of intervention"),
        (
            Field("main_theme", "theme", lazy("Main theme"), lazy("Which theme says it best?"), required=True, short=True),
            Field("themes", "themes", lazy("Other themes"), lazy("Other themes, four at most")),
            Field("keywords", "keywords", lazy("Keywords"), lazy("Your own keywords")),
            Field(
                "mode",
                "choice",
                lazy("Mode of intervention"),
                lazy("Which mode of intervention is it closest to?"),
                choices=v.Mode,
                required=True,
                short=True,
            ),
        ),
    ),
    Chapter(
        "territoire",
        lazy("Where"),
        (
            Field("scale", "choice", lazy("Scale"), lazy("At which scale?"), choices=v.Scale, required=True, short=True),
            Field(
                "territories",
                "territories",
                lazy("Territories"),
                lazy("Where does it take place?"),
                lazy("A municipality, a department, a region… The first one decides which editors read your sheet."),
                required=True,
                short=True,
            ),
            Field("space_types", "choices", lazy("Types of area"), lazy("In what kind of area?"), choices=v.SpaceType),
            Field("point.lat", "degrees", lazy("Latitude"), least=-90, most=90),
            Field("point.lon", "degrees", lazy("Longitude"), least=-180, most=180),
            Field("point.blurred", "boolean", lazy("Blur the point to about one kilometre")),
        ),
    ),
    Chapter(
        "contexte",
        lazy("Where it comes from"),
        (
            Field(
                "context",
                "text",
                lazy("Context"),
                lazy("Where does it come from?"),
                lazy("What you had seen, what people were asking for. A few sentences are enough; no names of persons."),
                required=True,
                short=True,
            ),
            Field("diagnosis", "text", lazy("Diagnosis"), lazy("How was the situation looked into?")),
            Field(
                "social_workers_in_diagnosis",
                "choice",
                lazy("Social workers in the diagnosis"),
                lazy("What part did social workers have in it?"),
                choices=v.DiagnosisRole,
            ),
        ),
    ),
    Chapter(
        "objectifs",
        lazy("What we wanted to change"),
        (
            Field(
                "objectives",
                "texts",
                lazy("Objectives"),
                lazy("What did you want to change?"),
                lazy("One objective a line."),
                required=True,
                short=True,
            ),
        ),
    ),
    Chapter(
        "publics",
        lazy("With whom"),
        (
            Field("audiences", "choices", lazy("Audiences"), lazy("With whom do you act?"), choices=v.Audience, required=True, short=True),
            Field("people_per_year", "number", lazy("People a year"), lazy("About how many people a year?"), most=10_000_000),
            Field(
                "participation",
                "choice",
                lazy("Participation"),
                lazy("What part do the people concerned take?"),
                choices=v.Participation,
                required=True,
                short=True,
            ),
        ),
    ),
    Chapter(
        "acteurs",
        lazy("Those who take part"),
        (
            Field("partners", "rows", lazy("Partners"), lazy("Who are your partners?")),
            Field(
                "steering_role",
                "text",
                lazy("The persons concerned in the steering"),
                lazy("What place do the persons concerned have in the steering?"),
            ),
        ),
    ),
    Chapter(
        "deroulement",
        lazy("How it went"),
        (
            Field(
                "steps",
                "rows",
                lazy("Steps"),
                lazy("How did it go?"),
                lazy("The main moments, in order; one is enough to begin with."),
                required=True,
                short=True,
            ),
            Field("tools", "text", lazy("Tools and methods"), lazy("Which tools and methods did you use?")),
            Field("skills.knowledge", "text", lazy("Knowledge"), lazy("Which knowledge was needed?")),
            Field("skills.know_how", "text", lazy("Know-how"), lazy("Which know-how?")),
            Field("skills.attitudes", "text", lazy("Attitudes"), lazy("Which attitudes?")),
        ),
    ),
    Chapter(
        "moyens",
        lazy("With what means"),
        (
            Field("means.staff", "rows", lazy("Staff")),
            Field("means.material", "text", lazy("Material")),
            Field("means.budget_total", "decimal", lazy("Total budget (euros)")),
            Field("means.budget_yearly", "decimal", lazy("Yearly budget (euros)")),
            Field("means.funding", "rows", lazy("Funding")),
            Field("means.avoided_costs", "decimal", lazy("Avoided costs (euros)")),
            Field("means.avoided_costs_method", "text", lazy("How the avoided costs were reckoned")),
            Field("means.preparation_time", "line", lazy("Preparation time")),
        ),
    ),
    Chapter("effets", lazy("What changed"), (Field("effects", "rows", lazy("Effects")),)),
    Chapter(
        "evaluation",
        lazy("How it was evaluated"),
        (
            Field("evaluation", "choice", lazy("Evaluation"), choices=v.Evaluation),
            Field("evaluation_method", "text", lazy("Method of the evaluation")),
            Field("evaluation_participants", "text", lazy("Persons associated with the evaluation")),
            Field("evaluation_report", "text", lazy("Report of the evaluation")),
        ),
    ),
    Chapter("freins", lazy("What hindered"), (Field("barriers", "rows", lazy("Barriers")),)),
    Chapter("leviers", lazy("What helped"), (Field("facilitators", "rows", lazy("Facilitators")),)),
    Chapter(
        "lecons",
        lazy("What we draw from it"),
        (
            Field("lessons.keep", "text", lazy("What we would do again"), lazy("What would you do again?"), required=True, short=True),
            Field("lessons.change", "text", lazy("What we would do otherwise"), lazy("What would you do otherwise?"), short=True),
            Field("lessons.watch", "text", lazy("What to keep an eye on"), lazy("What should one keep an eye on?"), short=True),
        ),
    ),
    Chapter(
        "transfert",
        lazy("To do it elsewhere"),
        (
            Field("transfer_conditions", "rows", lazy("Conditions for a transfer")),
            Field("transfer_readiness", "choice", lazy("Ready to be taken up"), choices=v.TransferReadiness),
            Field("available_for", "choices", lazy("The team is available"), choices=v.Availability),
            Field("adapted_from", "reference", lazy("Adapted from")),
        ),
    ),
    Chapter(
        "droits",
        lazy("Rights"),
        (
            Field(
                "licence",
                "choice",
                lazy("Licence"),
                lazy("Under which licence do you share this sheet?"),
                lazy("Creative Commons BY lets others reuse it if they name you."),
                choices=v.Licence,
                required=True,
                short=True,
            ),
            Field(
                "organisation_consent",
                "boolean",
                lazy("Consent of the organisation"),
                lazy("My organisation agrees to the publication of this sheet"),
                required=True,
                short=True,
            ),
        ),
    ),
)

FIELDS = tuple(field for chapter in CHAPTERS for field in chapter.fields)
BY_KEY = {field.key: field for field in FIELDS}
BY_ATTRIBUTE = {field.attribute: field for field in FIELDS}
SHORT_FIELDS = tuple(field for field in FIELDS if field.short)
REQUIRED_FIELDS = tuple(field for field in FIELDS if field.required)
GROUPS = frozenset(field.key.partition(".")[0] for field in FIELDS if "." in field.key)

Fault = tuple[str, str]


def missing_fields(values: dict[str, Any], *, waived: Iterable[str] = ()) -> list[Field]:
    """The fields that submission asks for and `values` (by attribute) leaves empty."""
    return [field for field in REQUIRED_FIELDS if field.key.partition(".")[0] not in waived and field.is_empty(values.get(field.attribute))]


def cross_faults(values: dict[str, Any]) -> list[Fault]:
    """What no field can tell alone: dates in order, a point with both its numbers."""
    faults = []
    if cleaning.ends_before_it_starts(values.get("start_date", ""), values.get("end_date", "")):
        faults.append(("end_date", _("The end comes before the start.")))
    if (values.get("point_lat") is None) != (values.get("point_lon") is None):
        faults.append(("point", _("A point needs a latitude and a longitude.")))
    return faults
