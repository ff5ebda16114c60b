"""What the workflow of publications keeps about a person: given to her with the rest of her data, and unbound from her when she leaves."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from accounts.models import User
from accounts.personal_data import Leaving, Source

from .domain.records import latest_version
from .domain.signatures import forget_author, signatures_of, signed_by
from .models import ContentReading, EditorialEvent, EditorialRecord, SignOff


def data_of(user: User) -> dict[str, Any]:
    """What she wrote, read, signed, held and did; nobody else is named but in her own words."""
    own = SignOff.objects.filter(Q(user=user) | Q(email__iexact=user.email))
    return {
        "signed": [_signed(record, user) for record in signed_by(user)],
        "readings": list(
            ContentReading.objects.filter(reader=user)
            .order_by("pk")
            .values("record__identifier", "asked_at", "due_on", "grid", "advice", "remarks", "done_at", "given_up_at")
        ),
        "sign_offs": list(
            own.order_by("pk").values("record__identifier", "author", "asked_at", "signed_at", "refused_at", "comment", "given_on", "note")
        ),
        "held": list(EditorialRecord.objects.filter(holder=user).order_by("pk").values_list("identifier", flat=True)),
        "acts": list(EditorialEvent.objects.filter(actor=user.pk).values("record__identifier", "kind", "at", "comment")),
        "told_of": list(EditorialEvent.objects.filter(person=user.pk).values("record__identifier", "kind", "at")),
    }


def erase(leaving: Leaving) -> None:
    """What she answered stays, nobody's; what was only asked of her goes. Her own words in the history go too, and her signatures."""
    user = leaving.user
    for page_id in list(signed_by(user).values_list("pk", flat=True)):
        forget_author(page_id=page_id, user=user, names=leaving.traces.names)
    ContentReading.objects.filter(reader=user, done_at=None).delete()
    SignOff.objects.filter(Q(user=user) | Q(email__iexact=user.email), signed_at=None, refused_at=None).delete()
    SignOff.objects.filter(email__iexact=user.email).update(email="")
    SignOff.objects.filter(user=user).update(comment="", note="")
    kinds = EditorialEvent.Kind
    own = (kinds.ANSWERED, kinds.PROOF_SENT, kinds.PROOF_SIGNED, kinds.PROOF_REFUSED, kinds.SIGNED_ON_PAPER)
    own_words = EditorialEvent.objects.filter(Q(actor=user.pk) | Q(person=user.pk), kind__in=own)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('observatory.erasing', 'on', true)")
        own_words.update(comment="")
        cursor.execute("SELECT set_config('observatory.erasing', 'off', true)")


def active_since(user: User, since: datetime) -> bool:
    """A link of a mail is enough to sign a proof."""
    return EditorialEvent.objects.filter(actor=user.pk, at__gte=since).exists()


SOURCE = Source(name="publications", data_of=data_of, erase=erase, active_since=active_since)


def _signed(record: EditorialRecord, user: User) -> dict[str, Any]:
    return {
        "identifier": record.identifier,
        "title": latest_version(record).title,
        "public_state": record.public_state,
        "signatures": signatures_of(record, user),
    }
