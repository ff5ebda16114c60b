"""Taking up what another team tells: a sheet of one's own that says where it comes from."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import cleaning, content
from ..models import PracticePage, PublicPractice, ReviewState
from . import drafts
from .errors import OutOfDate

#: What two teams may well share. Everything else is hers to tell: texts, effects, people, files.
SHARED = ("main_theme", "mode", "audiences")


@transaction.atomic
def begin_adaptation(*, identifier: str, owner) -> PracticePage:
    """A new draft that adapts this public sheet. Raises OutOfDate when it is public no more."""
    source = _public(identifier)
    data = source.data
    raw = {"main_theme": (data["main_theme"] or {}).get("slug", ""), "mode": data["mode"], "audiences": data["audiences"]}
    values, _faults = content.clean(raw)
    if begun := _begun_a_moment_ago(identifier, owner):
        return begun
    title = _("After “%(title)s”") % {"title": source.title}
    page = drafts.create_draft(owner=owner, title=title[: cleaning.TITLE_LENGTH[1]])
    shared = {name: values[name] for name in SHARED if name in values}
    return drafts.save_draft(page_id=page.pk, by=owner, values=shared | {"adapted_from": identifier})


@transaction.atomic
def declare_adaptation(*, page_id: int, by, identifier: str) -> PracticePage:
    """Says on a sheet that is being written which one it adapts. Raises Forbidden, OutOfDate."""
    source = _public(identifier)
    own = PracticePage.objects.select_related("record").get(pk=page_id).record.identifier
    if own in (identifier, source.data["adapted_from"]):
        raise OutOfDate(_("Two sheets cannot be adapted from each other."))
    return drafts.save_draft(page_id=page_id, by=by, values={"adapted_from": identifier})


def _begun_a_moment_ago(identifier: str, owner) -> PracticePage | None:
    """The button pressed twice begins one sheet. The owner's row is locked, so that the second press waits for the first."""
    get_user_model().objects.select_for_update(no_key=True).get(pk=owner.pk)
    recent = timezone.now() - drafts.SAME_PRESS
    begun = PracticePage.objects.filter(owner=owner, record__state_since__gte=recent, latest_revision__content__adapted_from=identifier)
    return begun.filter(record__review_state=ReviewState.DRAFT).order_by("-pk").first()


def _public(identifier: str) -> PublicPractice:
    source = PublicPractice.objects.filter(pk=identifier).only("identifier", "title", "data").first()
    if source is None:
        raise OutOfDate(_("The sheet that you wanted to adapt is no longer public."))
    return source
