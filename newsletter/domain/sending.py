"""Letters leave in batches, each row at most once (docs/decisions/newsletter.md).

A row is taken under a lease, marked « handed » when the mail server has read all of the letter but its end, and settled by the server's
answer. A row that is found marked and without an answer is never sent again by itself.
"""

import re
import smtplib
import time
from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.outbox import done, lease, retry_later

from ..composition import Composition, Letter
from ..links import links_of, links_of_nobody
from ..models import Delivery, DeliveryState, Subscriber, TrialLetter
from ..post import PostOffice, Withheld
from .issues import settle_issues

BATCH = 50
LEASE_SECONDS = 120
#: A server that asks to come back later is asked so often, the waits growing by so much.
MOST_PUT_OFF = 6
PUT_OFF_FOR = timedelta(minutes=15)
#: An address whose server has refused so many letters in a row is taken off the list.
MOST_REFUSALS = 3
#: What a server says of an address that does not exist or is closed, as against one that will have nothing from us.
NO_SUCH_ADDRESS = re.compile(rb"5\.[12]\.\d+")
ENHANCED = re.compile(rb"5\.\d+\.\d+")
NO_SUCH_ADDRESS_CODES = (550, 551, 553)
#: A trial that has not left by then has been forgotten by its editor too.
TRIED_FOR = timedelta(hours=1)
#: When the mail server does not answer: the wait of the letter that found out, and of the others of its batch.
AWAY_FOR, OTHERS_WAIT = timedelta(minutes=1), timedelta(seconds=10)


class _ServerAway(Exception):
    """The mail server itself does not answer or wants nothing from us: the rest of the batch waits."""


def send_batch() -> int:
    """Sends up to BATCH letters that are due; returns how many were settled. Safe in parallel: each row is taken by one worker."""
    settle_left_behind()
    rows = lease(Delivery.objects.to_send(), limit=BATCH, seconds=LEASE_SECONDS)
    settled = _send(rows) if rows else 0
    settle_issues()
    return settled


def settle_left_behind() -> int:
    """Marked by a worker that did not live to note the answer: perhaps received, so not sent again."""
    return Delivery.objects.left_behind().update(state=DeliveryState.UNSURE, leased_until=None, settled_at=timezone.now())


def send_trials() -> int:
    """The letters that editors send themselves, with all their parts; returns how many left."""
    sent = 0
    TrialLetter.objects.filter(created_at__lt=timezone.now() - TRIED_FOR).delete()
    while rows := lease(TrialLetter.objects.all(), limit=1, seconds=LEASE_SECONDS):
        try:
            _send_trial(rows[0])
            sent += done(rows[0])
        except OSError as error:
            retry_later(rows[0], type(error).__name__)
    return sent


def _send_trial(row: TrialLetter) -> None:
    """An empty letter does not leave: its editor sees that it is."""
    letter = Composition(row.issue).letter(None, links_of_nobody())
    if letter is None:
        return
    subject = _("[Trial] %(subject)s") % {"subject": letter.subject}
    with PostOffice() as office:
        office.deliver(_mail(letter, subject=subject, to=row.user.email, headers={}), may_end=lambda: True)


def _send(rows: list[Delivery]) -> int:
    taken_rows = list(Delivery.objects.filter(pk__in=[row.pk for row in rows]).select_related("issue", "subscriber").order_by("pk"))
    issues = {row.issue_id: row.issue for row in taken_rows}
    compositions = {pk: Composition(issue) for pk, issue in issues.items()}
    settled, pause = 0, 1 / settings.NEWSLETTER_MAILS_A_SECOND
    with PostOffice() as office:
        for number, row in enumerate(taken_rows):
            if number:
                time.sleep(pause)
            try:
                settled += _send_one(row, compositions[row.issue_id], office)
            except _ServerAway as away:
                # The others first next time: one letter that the server cannot bear must not hold them all.
                _put_back([row], AWAY_FOR, str(away))
                _put_back(taken_rows[number + 1 :], OTHERS_WAIT)
                break
    return settled


def _send_one(row: Delivery, composition: Composition, office: PostOffice) -> bool:
    """Whether the row is settled. Raises _ServerAway."""
    reader = row.subscriber
    message = _message(row, reader, composition) if reader else None
    if reader is None or message is None:
        return _settle(row, DeliveryState.EMPTY)
    try:
        office.deliver(message, may_end=lambda: _mark(row))
    except Withheld:
        return False
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return _refused(row, reader, code, said)
    except smtplib.SMTPDataError as error:
        return _put_off_or_refused(row, error.smtp_code)
    except (ValueError, smtplib.SMTPNotSupportedError) as error:
        return _settle(row, DeliveryState.REFUSED, error=type(error).__name__)
    except OSError as error:
        if row.state == DeliveryState.HANDED:
            return _settle(row, DeliveryState.UNSURE, error=type(error).__name__)
        raise _ServerAway(type(error).__name__) from None
    if reader.refusals:
        Subscriber.objects.filter(pk=reader.pk).update(refusals=0)
    return _settle(row, DeliveryState.SENT)


def _message(row: Delivery, reader: Subscriber, composition: Composition) -> EmailMultiAlternatives | None:
    """The letter for this subscriber; None when nothing is left to say to her."""
    links = links_of(row)
    letter = composition.letter(composition.segments.of(reader.themes, reader.regions), links)
    if letter is None:
        return None
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {
        # The same at each attempt: should it leave twice after all, the recipient's server can tell.
        "Message-ID": f"<lettre-{row.issue.number}.{row.pk}@{domain}>",
        "List-ID": f"<lettre.{domain}>",
        "List-Unsubscribe": f"<{links.stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
    return _mail(letter, subject=letter.subject, to=reader.email, headers=headers)


def _mail(letter: Letter, *, subject: str, to: str, headers: dict[str, str]) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(subject, letter.text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    message.attach_alternative(letter.html, "text/html")
    return message


def _mark(row: Delivery) -> bool:
    """The last look before the letter is ended: still to be sent, still ours, its reader still subscribed. Committed when this returns."""
    held = Delivery.objects.to_send().filter(pk=row.pk, leased_until=row.leased_until, leased_until__gt=timezone.now())
    if not held.update(state=DeliveryState.HANDED):
        return False
    row.state = DeliveryState.HANDED
    return True


def _refused(row: Delivery, reader: Subscriber, code: int, said: bytes) -> bool:
    """By the recipient's server, at the address itself."""
    settled = _put_off_or_refused(row, code)
    for_good = NO_SUCH_ADDRESS.match(said) or (code in NO_SUCH_ADDRESS_CODES and not ENHANCED.match(said))
    if settled and for_good:
        Subscriber.objects.filter(pk=reader.pk).update(refusals=F("refusals") + 1)
        Subscriber.objects.filter(pk=reader.pk, refusals__gte=MOST_REFUSALS).delete()
    return settled


def _put_off_or_refused(row: Delivery, code: int) -> bool:
    """Codes of 400 and more ask to come back, of 500 and more not to."""
    if code >= 500 or row.put_off + 1 >= MOST_PUT_OFF:
        return _settle(row, DeliveryState.REFUSED, error=str(code))
    later = timezone.now() + PUT_OFF_FOR * (row.put_off + 1)
    values = {"state": DeliveryState.WAITING, "leased_until": None, "next_attempt_at": later, "last_error": str(code)}
    _held([row]).update(put_off=F("put_off") + 1, **values)
    return False


def _put_back(rows: list[Delivery], wait: timedelta, error: str = "") -> None:
    _held(rows).update(leased_until=None, next_attempt_at=timezone.now() + wait, last_error=error)


def _settle(row: Delivery, state: DeliveryState, error: str = "") -> bool:
    values = {"leased_until": None, "settled_at": timezone.now(), "last_error": error}
    return _held([row]).update(state=state, **values) == 1


def _held(rows: list[Delivery]) -> QuerySet[Delivery]:
    """Those of this batch that nobody has taken or settled since."""
    if not rows:
        return Delivery.objects.none()
    unsettled = [DeliveryState.WAITING, DeliveryState.HANDED]
    return Delivery.objects.filter(pk__in=[row.pk for row in rows], state__in=unsettled, leased_until=rows[0].leased_until)
