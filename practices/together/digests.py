"""The mail about new comments: one for several, at most one an hour a person. Written and ticked off in one transaction."""

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.mail import queue_mail

from .. import sheet
from ..models import CoAuthor, CommentNotice
from ..situations import name_of

logger = logging.getLogger(__name__)

#: A conversation is left the time to go on, or a hasty word to be taken back.
PATIENCE = timedelta(minutes=10)
#: Between two mails to one person.
QUIET = timedelta(hours=1)


def send_comment_digests() -> int:
    """Writes each person's mail that is due; returns how many were written. Safe in parallel."""
    now = timezone.now()
    CommentNotice.objects.filter(told_at__lte=now - QUIET).delete()
    people = due(now).order_by().values_list("user_id", flat=True).distinct()
    return sum(_written(user_id) for user_id in list(people))


def due(now: datetime) -> QuerySet[CommentNotice]:
    """Notices of the people whose mail may leave now."""
    just_told = CommentNotice.objects.filter(user=OuterRef("user"), told_at__gt=now - QUIET)
    return CommentNotice.objects.filter(~Exists(just_told), told_at=None, at__lte=now - PATIENCE, user__is_active=True)


def _written(user_id: int) -> bool:
    """One person's mail that cannot be written holds back nobody else's; it is tried again at the next sweep."""
    try:
        return _write(user_id)
    except Exception:
        logger.exception("A mail about comments could not be written.")
        return False


@transaction.atomic
def _write(user_id: int) -> bool:
    """One mail with all that this person has not read, unless another process is at it. Who no longer takes part is told nothing."""
    user = User.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=user_id).first()
    if user is None or not due(timezone.now()).filter(user=user_id).exists():
        return False
    untold = CommentNotice.objects.filter(user=user_id, told_at=None)
    concerned = untold.filter(_takes_part(user)).select_related("comment__author", "comment__record__page").order_by("comment__pk")
    sheets = _by_sheet([notice.comment for notice in concerned])
    untold.update(told_at=timezone.now())
    if sheets:
        total = sum(len(each["comments"]) for each in sheets)
        context = {"name": user.name, "sheets": sheets, "count": total}
        queue_mail(to=user.email, template="practices/mail/together/comments.txt", context=context, about="comments")
    return bool(sheets)


def _takes_part(user: User) -> Q:
    shared = CoAuthor.objects.filter(user=user).values("record_id")
    return Q(comment__record__page__owner=user) | Q(comment__record__in=shared)


def _by_sheet(comments: list) -> list[dict]:
    """Of each sheet its title, its address and who wrote about what: a mail carries no words that were meant for the page."""
    found: dict[int, dict] = {}
    for comment in comments:
        record = comment.record
        url = settings.SITE_URL + reverse("practices:comments", args=[record.identifier])
        each = found.setdefault(record.pk, {"title": record.page.draft_title, "url": url, "comments": []})
        field = sheet.BY_KEY.get(comment.field)
        each["comments"].append((name_of(comment.author), str(field.label) if field else _("the sheet as a whole")))
    for each in found.values():
        each["lines"] = [(who, about, number) for (who, about), number in Counter(each["comments"]).items()]
    return list(found.values())
