"""What helps to write well: what each chapter gives to readers, and one good example a field. All are our own words."""

from django.utils.translation import gettext_lazy as lazy

from .field import Label

#: By chapter, what it adds to the sheet for those who read it.
ADDS: dict[str, Label] = {
    "identite": lazy("In two lines, readers know whether this sheet is for them, and when it took place."),
    "porteur": lazy("Readers know who speaks, from which trade, and to whom they may write."),
    "theme": lazy("Your sheet comes up when somebody searches a neighbouring subject, or one of your own words."),
    "territoire": lazy("Teams near you find it, and those who work in the same kind of place."),
    "contexte": lazy("Readers compare your starting point with theirs: that is how they know what will hold at home."),
    "objectifs": lazy("Read beside the effects, it tells what was sought and what came unsought."),
    "publics": lazy("Teams who work with the same people find you, and see what place you gave them."),
    "acteurs": lazy("Who would have to be convinced elsewhere: partners often make or break an action."),
    "deroulement": lazy("The heart of the sheet: another team can follow you step by step."),
    "moyens": lazy("The first question of those who decide. Even approximate figures help to defend a project."),
    "effets": lazy("What changed, who says so, on what it rests. Effects that are mixed or unwanted are as useful as the others."),
    "evaluation": lazy("Readers know how far they may rely on what is said."),
    "freins": lazy("What teams look for and hardly ever find. Told from somebody’s point of view, it accuses nobody."),
    "leviers": lazy("What to bring together before one begins."),
    "lecons": lazy("Your advice to the team that begins tomorrow."),
    "transfert": lazy("What must be kept, what may be changed; and whether you would talk about it."),
    "droits": lazy("Others know what they may do with your text."),
    "fichiers": lazy("A picture makes people want to read; a guide or a poster saves another team weeks of work."),
}

#: By field, what a colleague might have written.
EXAMPLES: dict[str, Label] = {
    "title": lazy("“The kitchen on Wednesdays”"),
    "organisation.name": lazy("“Tilleuls social centre, Lille”"),
    "summary": lazy(
        "“Every other Wednesday, eight parents and two social workers cook in the kitchen of the social centre, and eat with the "
        "children. What was a workshop on budgets has become a group that decides by itself what it wants to talk about.”"
    ),
    "keywords": lazy("“cooking, single parents, end of the month”"),
    "context": lazy(
        "“At the end of the month, requests for food aid doubled. The parents we met had little to say about money, a lot about "
        "evenings spent alone. One mother asked for a place to cook with others: that is where it began.”"
    ),
    "diagnosis": lazy(
        "“We read again forty requests for aid of the year before, then went to see twelve families with two questions: what do you "
        "do on Wednesdays, and with whom?”"
    ),
    "objectives": lazy("“Know at least two other families well enough to ring their bell.”"),
    "partners": lazy("“Food bank – supplies the baskets – also lends its van on Wednesdays.”"),
    "steering_role": lazy("“Two parents chosen by the group sit on the steering committee; they put the first item on the agenda.”"),
    "steps": lazy("“March 2024: first meal, four parents came. They chose the menu, we did the shopping with them.”"),
    "tools": lazy("“A talking stick for difficult evenings, a logbook open to all, photolanguage at the start of the year.”"),
    "skills.knowledge": lazy("“How to read an energy bill; what the housing solidarity fund may pay for.”"),
    "skills.know_how": lazy("“Run a meeting without chairing it; write a report that everybody can read.”"),
    "skills.attitudes": lazy("“Accept that the group decides otherwise; bear silences.”"),
    "means.staff": lazy("“Social worker – 0.2”: one day a week."),
    "means.material": lazy("“A kitchen of 20 m², two hotplates, a trolley; all lent by the social centre.”"),
    "means.funding": lazy("“Family allowance fund, projects of families – 2,500.”"),
    "means.avoided_costs_method": lazy("“Eleven unpaid rents settled before court, at 900 euros a procedure according to the landlord.”"),
    "means.preparation_time": lazy("“Four months, half a day a week”"),
    "effects": lazy(
        "“Group – social ties – favourable – from 6 to 24 months – said by the persons concerned – recorded observation: five "
        "mothers keep each other’s children without going through us any more.”"
    ),
    "evaluation_method": lazy("“A conversation with each family at the beginning and after a year, with the same ten questions.”"),
    "evaluation_participants": lazy("“Six parents wrote the questions with us and read the answers before anybody else.”"),
    "evaluation_report": lazy("“Report of eight pages, June 2025, sent on request; a page in pictures for the families.”"),
    "barriers": lazy(
        "“Social workers – workload – 3 – bypassed: meals fell on the day of emergency duty. Lever: we swapped duty with the team "
        "next door.”"
    ),
    "facilitators": lazy("“Team managers – management support – decisive: Wednesdays were written into our schedule.”"),
    "lessons.keep": lazy("“Doing the shopping together: half of what mattered was said on the way.”"),
    "lessons.change": lazy("“We would not give it a theme beforehand: the word budget kept people away for three months.”"),
    "lessons.watch": lazy("“The group must not rest on one parent alone: when she moved, everything stopped for a while.”"),
    "transfer_conditions": lazy("“Environment – essential: a kitchen ten minutes away on foot. Further, nobody comes in winter.”"),
}
