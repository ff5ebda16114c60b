"""What is told of it: how it went, with what, what changed, what one draws from it."""

from django.utils.translation import gettext_lazy as lazy

from ... import vocabulary as v
from ..field import Chapter, Field

TELLING = (
    Chapter(
        "acteurs",
        lazy("Those who take part"),
        (
            Field(
                "partners",
                "rows",
                lazy("Partners"),
                lazy("Who are your partners?"),
                lazy("Name organisations rather than persons, with what each brings. Readers see whom to go and meet."),
            ),
            Field(
                "steering_role",
                "text",
                lazy("The persons concerned in the steering"),
                lazy("What place do the persons concerned have in the steering?"),
                lazy("Who decides, who is listened to, who is present: even if the answer is “none yet”."),
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
            Field(
                "tools",
                "text",
                lazy("Tools and methods"),
                lazy("Which tools and methods did you use?"),
                lazy("What you had in hands: games, grids, walks, films. Attach those that others may take up."),
            ),
            Field(
                "skills.knowledge",
                "text",
                lazy("Knowledge"),
                lazy("Which knowledge was needed?"),
                lazy("Savoirs: what one must know or find out."),
            ),
            Field("skills.know_how", "text", lazy("Know-how"), lazy("Which know-how?"), lazy("Savoir-faire: what one must be able to do.")),
            Field(
                "skills.attitudes", "text", lazy("Attitudes"), lazy("Which attitudes?"), lazy("Savoir-être: how one holds oneself in it.")
            ),
        ),
    ),
    Chapter(
        "moyens",
        lazy("With what means"),
        (
            Field(
                "means.staff",
                "rows",
                lazy("Staff"),
                lazy("Who gives time to it?"),
                lazy("By function, never by name. A full-time equivalent of 0.2 is one day a week."),
            ),
            Field(
                "means.material",
                "text",
                lazy("Material"),
                lazy("Which premises and which material?"),
                lazy("Also what is lent: it is often what is missing elsewhere."),
            ),
            Field(
                "means.budget_total",
                "decimal",
                lazy("Total budget (euros)"),
                lazy("How much did it cost in all, in euros?"),
                lazy("Without salaries if you like: then say so under “material”."),
            ),
            Field(
                "means.budget_yearly",
                "decimal",
                lazy("Yearly budget (euros)"),
                lazy("And each year, in euros?"),
                lazy("For an action that goes on, this is what will be compared."),
            ),
            Field(
                "means.funding", "rows", lazy("Funding"), lazy("Who pays for it?"), lazy("One line a source. The amount may stay empty.")
            ),
            Field(
                "means.avoided_costs",
                "decimal",
                lazy("Avoided costs (euros)"),
                lazy("Which costs did it avoid, in euros?"),
                lazy("Only if you have reckoned them: a number without its method convinces nobody."),
            ),
            Field(
                "means.avoided_costs_method",
                "text",
                lazy("How the avoided costs were reckoned"),
                lazy("How did you reckon them?"),
                lazy("What was counted, at which price, according to whom."),
            ),
            Field(
                "means.preparation_time",
                "line",
                lazy("Preparation time"),
                lazy("How long did it take to prepare?"),
                lazy("From the first idea to the first day."),
            ),
        ),
    ),
    Chapter(
        "effets",
        lazy("What changed"),
        (
            Field(
                "effects",
                "rows",
                lazy("Effects"),
                lazy("What changed, for whom, and who says so?"),
                lazy("One effect a block, also those that are mixed, absent or unwanted. A planned action has none yet."),
            ),
        ),
    ),
    Chapter(
        "evaluation",
        lazy("How it was evaluated"),
        (
            Field(
                "evaluation",
                "choice",
                lazy("Evaluation"),
                lazy("Was it evaluated?"),
                lazy("“None” is an answer, and a frequent one."),
                choices=v.Evaluation,
            ),
            Field(
                "evaluation_method",
                "text",
                lazy("Method of the evaluation"),
                lazy("How?"),
                lazy("Questionnaires, interviews, figures, an outside eye: in a few lines."),
            ),
            Field(
                "evaluation_participants",
                "text",
                lazy("Persons associated with the evaluation"),
                lazy("Who took part in it?"),
                lazy("Say above all what place the persons concerned had in it."),
            ),
            Field(
                "evaluation_report",
                "text",
                lazy("Report of the evaluation"),
                lazy("Is there a report?"),
                lazy("Its title, its date, where it can be found. You may also attach it."),
            ),
        ),
    ),
    Chapter(
        "freins",
        lazy("What hindered"),
        (
            Field(
                "barriers",
                "rows",
                lazy("Barriers"),
                lazy("What hindered the action?"),
                lazy("One barrier a block, from the point of view of somebody. Two points of view that disagree make two blocks."),
            ),
        ),
    ),
    Chapter(
        "leviers",
        lazy("What helped"),
        (
            Field(
                "facilitators",
                "rows",
                lazy("Facilitators"),
                lazy("What helped?"),
                lazy("One lever a block. Tick “decisive” for what the action could not have done without."),
            ),
        ),
    ),
    Chapter(
        "lecons",
        lazy("What we draw from it"),
        (
            Field(
                "lessons.keep",
                "text",
                lazy("What we would do again"),
                lazy("What would you do again?"),
                lazy("What the action would not have held without. Other teams read it first."),
                required=True,
                short=True,
            ),
            Field(
                "lessons.change",
                "text",
                lazy("What we would do otherwise"),
                lazy("What would you do otherwise?"),
                lazy("What you tried and gave up: told well, it saves another team months."),
                short=True,
            ),
            Field(
                "lessons.watch",
                "text",
                lazy("What to keep an eye on"),
                lazy("What should one keep an eye on?"),
                lazy("What could bring it all to a stop, and is not seen coming."),
                short=True,
            ),
        ),
    ),
    Chapter(
        "transfert",
        lazy("To do it elsewhere"),
        (
            Field(
                "transfer_conditions",
                "rows",
                lazy("Conditions for a transfer"),
                lazy("What does one need in order to do it elsewhere?"),
                lazy("What is essential, what may be adapted, what is to be avoided: three or four conditions are enough."),
            ),
            Field(
                "transfer_readiness",
                "choice",
                lazy("Ready to be taken up"),
                lazy("Is it ready to be taken up?"),
                lazy("Your own opinion, today. It may change with the next version."),
                choices=v.TransferReadiness,
            ),
            Field(
                "available_for",
                "choices",
                lazy("The team is available"),
                lazy("For what would your team be available?"),
                lazy("Tick only what you can hold: people will write to you."),
                choices=v.Availability,
            ),
            Field(
                "adapted_from",
                "reference",
                lazy("Adapted from"),
                lazy("Which public sheet did you start from?"),
                lazy("If you took up a practice told here: both sheets will name each other."),
            ),
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
                lazy("Ask the person in charge of your team: the sheet names your organisation."),
                required=True,
                short=True,
            ),
        ),
    ),
)
