"""Where a sheet stands, in the words of those who write it: its states, what comes next, what each of them can do, its history."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from accounts.models import User

from .models import CoAuthor, PracticeEvent, PracticeRecord, PublicState, ReviewState
from .permissions import coauthor_role, is_author, may_write
from .vocabulary import State

Words = str | Promise

NEXT: dict[str, Words] = {
    ReviewState.DRAFT: lazy("It is yours alone. Finish it when you like, then send it to the editors."),
    ReviewState.SUBMITTED: lazy("The editors will read it. You will hear by mail, usually within two to three weeks."),
    ReviewState.IN_REVIEW: lazy("An editor is reading it. You will hear by mail."),
    ReviewState.CHANGES_REQUESTED: lazy("The editors ask you to complete it. Take it up again, then send it back to them."),
    ReviewState.DECLINED: lazy("The editors did not keep it; their reason is in its history."),
}
NEXT_PUBLISHED: dict[str, Words] = {
    ReviewState.SETTLED: lazy("Everybody can read it. You can propose a new version; this one stays until it is accepted."),
    ReviewState.DRAFT: lazy("Everybody reads the published version. Your new version is yours alone until you send it."),
    ReviewState.SUBMITTED: lazy("Everybody reads the published version. The editors will read the new one."),
    ReviewState.IN_REVIEW: lazy("Everybody reads the published version. An editor is reading the new one."),
    ReviewState.CHANGES_REQUESTED: lazy("Everybody reads the published version. The editors ask you to complete the new one."),
    ReviewState.DECLINED: lazy("The published version stays. The editors did not keep the new one; their reason is in its history."),
}
NEXT_TOGETHER: Words = lazy("Those whom you invited read it with you, nobody else. Finish it when you like, then send it to the editors.")
NEXT_FOR_COAUTHORS: dict[str, Words] = {
    ReviewState.DRAFT: lazy("Those who write it together read it, nobody else. %(name)s sends it to the editors once it is ready."),
    ReviewState.SUBMITTED: lazy("The editors will read it; %(name)s will hear by mail."),
    ReviewState.IN_REVIEW: lazy("An editor is reading it; %(name)s will hear by mail."),
    ReviewState.CHANGES_REQUESTED: lazy("The editors ask to complete it. %(name)s sends it back to them once it is ready."),
    ReviewState.DECLINED: lazy("The editors did not keep it; their reason is in its history."),
    ReviewState.SETTLED: lazy("Everybody can read it. A new version can be proposed; this one stays until it is accepted."),
}
NEXT_TOGETHER_PUBLISHED: Words = lazy(
    "Everybody reads the published version. Those whom you invited read the new one with you; send it when you like."
)
NEXT_FOR_COAUTHORS_PUBLISHED: dict[str, Words] = {
    ReviewState.DRAFT: lazy(
        "Everybody reads the published version. Those who write together read the new one; "
        "%(name)s sends it to the editors once it is ready."
    ),
    ReviewState.SUBMITTED: lazy("Everybody reads the published version. The editors will read the new one; %(name)s will hear by mail."),
    ReviewState.IN_REVIEW: lazy("Everybody reads the published version. An editor is reading the new one; %(name)s will hear by mail."),
    ReviewState.CHANGES_REQUESTED: lazy(
        "Everybody reads the published version. The editors ask to complete the new one; %(name)s sends it back to them once it is ready."
    ),
    ReviewState.DECLINED: lazy("The published version stays. The editors did not keep the new one; their reason is in its history."),
    ReviewState.SETTLED: NEXT_FOR_COAUTHORS[ReviewState.SETTLED],
}
YOU_MAY: dict[str, Words] = {
    CoAuthor.Role.READ: lazy("you may read it"),
    CoAuthor.Role.COMMENT: lazy("you may read it and comment on it"),
    CoAuthor.Role.EDIT: lazy("you write it together"),
}
NEXT_GONE: dict[str, Words] = {
    PublicState.WITHDRAWN: lazy("Nobody reads it any more. Its address says that it was withdrawn."),
    PublicState.ARCHIVED: lazy("The editors have taken it off line. You can bring it up to date and send it to them again."),
}
#: A version on its way to bring a sheet back at the address that it left.
NEXT_BACK: dict[str, Words] = {
    ReviewState.DRAFT: lazy(
        "Nobody reads it for now. Finish your version and send it: once it is published, the sheet is back where it was."
    ),
    ReviewState.SUBMITTED: lazy("Nobody reads it for now. The editors will read your version; once it is published, the sheet is back."),
    ReviewState.IN_REVIEW: lazy("Nobody reads it for now. An editor is reading your version; once it is published, the sheet is back."),
    ReviewState.CHANGES_REQUESTED: lazy("Nobody reads it for now. The editors ask you to complete your version."),
    ReviewState.DECLINED: lazy("Nobody reads it. The editors did not keep your new version; their reason is in its history."),
}
TOLD: dict[str, Words] = {
    PracticeEvent.Kind.CREATED: lazy("Sheet begun"),
    PracticeEvent.Kind.SUBMITTED: lazy("Sheet sent to the editors"),
    PracticeEvent.Kind.TAKEN_BACK: lazy("Sheet taken back to be changed"),
    PracticeEvent.Kind.TAKEN_IN_CHARGE: lazy("Reading begun"),
    PracticeEvent.Kind.AGREEMENT_ASKED: lazy("Corrections submitted to your agreement"),
    PracticeEvent.Kind.CORRECTIONS_ACCEPTED: lazy("Corrections accepted"),
    PracticeEvent.Kind.CHANGES_REQUESTED: lazy("Changes asked for"),
    PracticeEvent.Kind.HANDED_OVER: lazy("Sheet handed over to another region"),
    PracticeEvent.Kind.PUBLISHED: lazy("Sheet published"),
    PracticeEvent.Kind.IMPORTED: lazy("Sheet imported from a file"),
    PracticeEvent.Kind.DECLINED: lazy("Sheet not kept"),
    PracticeEvent.Kind.WITHDRAWN: lazy("Sheet withdrawn"),
    PracticeEvent.Kind.ARCHIVED: lazy("Sheet archived"),
    PracticeEvent.Kind.SUSPENDED: lazy("Sheet set aside by the editors while they look into a report"),
    PracticeEvent.Kind.RESTORED: lazy("Sheet public again"),
    PracticeEvent.Kind.CORRECTED: lazy("Small correction by the editors"),
    PracticeEvent.Kind.CONFIRMATION_ASKED: lazy("Question asked: does the action still go on?"),
    PracticeEvent.Kind.CONFIRMED: lazy("Sheet confirmed by those who know it"),
    PracticeEvent.Kind.COAUTHOR_INVITED: lazy("Somebody invited to write the sheet together"),
    PracticeEvent.Kind.COAUTHOR_JOINED: lazy("Invitation accepted"),
    PracticeEvent.Kind.COAUTHOR_LEFT: lazy("A co-author no longer takes part"),
    PracticeEvent.Kind.COAUTHOR_ROLE: lazy("What a co-author may do was changed"),
    PracticeEvent.Kind.VERSION_RESTORED: lazy("Earlier version taken up again"),
    PracticeEvent.Kind.AUTHORS_WITHHELD: lazy("Names withheld from the public"),
    PracticeEvent.Kind.AUTHORS_SHOWN: lazy("Names shown to the public again"),
    PracticeEvent.Kind.REASSIGNED: lazy("Sheet given to another person"),
    PracticeEvent.Kind.PERSON_ERASED: lazy("A person’s data erased"),
}
#: How the editors organise their work, and what readers report to them: in the trail, not in what contributors are told.
INTERNAL = frozenset(
    {
        PracticeEvent.Kind.HELD,
        PracticeEvent.Kind.RELEASED,
        PracticeEvent.Kind.DUE_SET,
        PracticeEvent.Kind.REMINDED,
        PracticeEvent.Kind.UNATTENDED,
        PracticeEvent.Kind.REVIEW_ASKED,
        PracticeEvent.Kind.REVIEW_DONE,
        PracticeEvent.Kind.REVIEW_GIVEN_UP,
        PracticeEvent.Kind.REPORTED,
        PracticeEvent.Kind.REPORT_ANSWERED,
    }
)
#: Done by those who write the sheet: told with the person's name. All else is told with the region of the editors.
BY_WRITERS = frozenset(
    {
        PracticeEvent.Kind.CREATED,
        PracticeEvent.Kind.SUBMITTED,
        PracticeEvent.Kind.TAKEN_BACK,
        PracticeEvent.Kind.CORRECTIONS_ACCEPTED,
        PracticeEvent.Kind.WITHDRAWN,
        PracticeEvent.Kind.CONFIRMED,
        PracticeEvent.Kind.COAUTHOR_INVITED,
        PracticeEvent.Kind.COAUTHOR_JOINED,
        PracticeEvent.Kind.COAUTHOR_LEFT,
        PracticeEvent.Kind.COAUTHOR_ROLE,
        PracticeEvent.Kind.VERSION_RESTORED,
        PracticeEvent.Kind.AUTHORS_WITHHELD,
        PracticeEvent.Kind.AUTHORS_SHOWN,
    }
)
#: Done by nobody in particular: the calendar, or an administrator.
BY_NOBODY = frozenset({PracticeEvent.Kind.CONFIRMATION_ASKED, PracticeEvent.Kind.REASSIGNED, PracticeEvent.Kind.PERSON_ERASED})


@dataclass(frozen=True)
class Action:
    """A link, or a button that acts at once when `post` is true."""

    label: str
    url: str
    main: bool = False
    post: bool = False


@dataclass(frozen=True)
class Moment:
    """One line of the history."""

    told: Words
    at: object
    who: str
    comment: str
    region_to: str


@dataclass(frozen=True)
class Situation:
    """A sheet as one of those who write it sees it.

    `role`: empty for its contributor; `holder`: her name, for the others; `offered`: whether she proposed the sheet to the reader.
    """

    record: PracticeRecord
    title: str
    states: list[State]
    next: Words
    actions: list[Action]
    role: str
    role_words: Words
    holder: str
    others: list[str]
    offered: bool

    @property
    def people(self) -> int:
        """Those who write it together, the reader of these lines and its contributor among them."""
        return len(self.others) + (2 if self.role else 1)


def situation(record: PracticeRecord, user) -> Situation:
    """Asks for nothing when the record comes from `queries.own_record` or `own_sheets`."""
    row = next((row for row in record.coauthors.all() if row.user_id == user.pk), None)
    others = [name_of(row.user) for row in record.coauthors.all() if row.user_id and row.user_id != user.pk]
    return Situation(
        record,
        record.page.draft_title or record.page.title,
        record.states,
        _next(record, user, together=bool(others)),
        _actions(record, user),
        row.role if row else "",
        YOU_MAY[row.role] if row else "",
        name_of(record.page.owner),
        others,
        bool(row and row.offered_at),
    )


def name_of(person: User | None) -> str:
    """How people who write together are called to each other: by their name, else by the address that they were invited by."""
    return str(person) if person else _("a person whose account is closed")


def history(record: PracticeRecord, user) -> list[Moment]:
    """What happened, newest first. Editors are named by their region, never by their own name or address."""
    region = record.region.title if record.region else ""
    events = [event for event in record.events.order_by("-at", "-pk") if event.kind in TOLD]
    writers = User.objects.in_bulk({event.actor_id for event in events if event.actor_id and event.kind in BY_WRITERS})
    moments = []
    for event in events:
        if event.kind == PracticeEvent.Kind.HANDED_OVER:
            region = event.region_from
        moments.append(Moment(TOLD[event.kind], event.at, _who(event, user, region, writers), event.comment, event.region_to))
    return moments


def _who(event: PracticeEvent, user, region: str, writers: dict[int, User]) -> str:
    if event.actor_id == user.pk:
        return _("you")
    if event.kind in BY_WRITERS:
        return name_of(writers.get(event.actor_id)) if event.actor_id else ""
    if event.kind in BY_NOBODY:
        return ""
    return editors_of(region)


def editors_of(region: str) -> str:
    """How editors are called to those whose sheet they read."""
    return _("the editors (%(region)s)") % {"region": region} if region else ""


def _next(record: PracticeRecord, user, *, together: bool) -> Words:
    if record.public_state in NEXT_GONE:
        return NEXT_BACK.get(record.review_state, NEXT_GONE[record.public_state])
    published = record.public_state == PublicState.PUBLISHED
    if coauthor_role(user, record):
        words = NEXT_FOR_COAUTHORS_PUBLISHED if published else NEXT_FOR_COAUTHORS
        return words[record.review_state] % {"name": name_of(record.page.owner)}
    if together and record.review_state == ReviewState.DRAFT:
        return NEXT_TOGETHER_PUBLISHED if published else NEXT_TOGETHER
    return (NEXT_PUBLISHED if published else NEXT)[record.review_state]


def _actions(record: PracticeRecord, user) -> list[Action]:
    def address(name: str, *more: str) -> str:
        return reverse(f"practices:{name}", args=[record.identifier, *more])

    actions = []
    published = record.public_state == PublicState.PUBLISHED
    holds = is_author(user, record)
    if may_write(user, record) is None:
        actions.append(Action(_writing_label(record), address("submit_step", "essentiel"), main=True))
        actions.append(Action(_("Complete the sheet"), address("submit_full")))
        to_send = record.review_state in (ReviewState.DRAFT, ReviewState.CHANGES_REQUESTED) or record.public_state in NEXT_GONE
        if holds and to_send:
            actions.append(Action(_("Read again and send"), address("submit_step", "relire-et-envoyer")))
    if published:
        actions.append(Action(_("Read the public sheet"), record.get_absolute_url()))
    actions.append(Action(_("Preview"), address("submit_preview")))
    if holds and record.is_under_review:
        actions.append(Action(_("Take it back to change it"), address("mine_take_back"), post=True))
    if holds and published:
        actions.append(Action(_("Withdraw from the public"), address("mine_withdraw")))
    if holds and record.is_draft and not record.submitted_at:
        actions.append(Action(_("Delete this draft"), address("mine_delete")))
    return actions


def _writing_label(record: PracticeRecord) -> str:
    if record.review_state == ReviewState.CHANGES_REQUESTED:
        return _("Take it up again to correct it")
    if record.review_state == ReviewState.DRAFT:
        return _("Continue")
    return _("Propose a new version")
