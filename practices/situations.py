"""Where a sheet stands, in the contributor's words: its states, what comes next, what she can do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from .models import PracticeEvent, PracticeRecord, PublicState, ReviewState
from .permissions import may_write
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
NEXT_GONE: dict[str, Words] = {
    PublicState.WITHDRAWN: lazy("Nobody reads it any more. Its address says that it was withdrawn."),
    PublicState.ARCHIVED: lazy("The editors have archived it. Its address says so."),
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
}


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
    """A sheet as its contributor sees it."""

    record: PracticeRecord
    title: str
    states: list[State]
    next: Words
    actions: list[Action]


def situation(record: PracticeRecord, user) -> Situation:
    return Situation(record, record.page.draft_title or record.page.title, record.states, _next(record), _actions(record, user))


def history(record: PracticeRecord, user) -> list[Moment]:
    """What happened, newest first. Editors are named by their region, never by their own name or address."""
    region = record.region.title if record.region else ""
    moments = []
    for event in record.events.order_by("-at", "-pk"):
        if event.kind == PracticeEvent.Kind.HANDED_OVER:
            region = event.region_from
        moments.append(Moment(TOLD[event.kind], event.at, _who(event, user, region), event.comment, event.region_to))
    return moments


def _who(event: PracticeEvent, user, region: str) -> str:
    if event.actor_id == user.pk:
        return _("you")
    return _("the editors (%(region)s)") % {"region": region} if region else ""


def _next(record: PracticeRecord) -> Words:
    if record.public_state in NEXT_GONE:
        return NEXT_GONE[record.public_state]
    return (NEXT_PUBLISHED if record.public_state == PublicState.PUBLISHED else NEXT)[record.review_state]


def _actions(record: PracticeRecord, user) -> list[Action]:
    def address(name: str, *more: str) -> str:
        return reverse(f"practices:{name}", args=[record.identifier, *more])

    actions = []
    published = record.public_state == PublicState.PUBLISHED
    if may_write(user, record) is None:
        actions.append(Action(_writing_label(record), address("submit_step", "essentiel"), main=True))
        if record.review_state in (ReviewState.DRAFT, ReviewState.CHANGES_REQUESTED):
            actions.append(Action(_("Read again and send"), address("submit_step", "relire-et-envoyer")))
    if published:
        actions.append(Action(_("Read the public sheet"), record.get_absolute_url()))
    actions.append(Action(_("Preview"), address("submit_preview")))
    if record.is_under_review:
        actions.append(Action(_("Take it back to change it"), address("mine_take_back"), post=True))
    if published:
        actions.append(Action(_("Withdraw from the public"), address("mine_withdraw")))
    if record.is_draft and not record.submitted_at:
        actions.append(Action(_("Delete this draft"), address("mine_delete")))
    return actions


def _writing_label(record: PracticeRecord) -> str:
    if record.review_state == ReviewState.CHANGES_REQUESTED:
        return _("Take it up again to correct it")
    if record.review_state == ReviewState.DRAFT:
        return _("Continue")
    return _("Propose a new version")
