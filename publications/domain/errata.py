"""A published content is put right, in the open: the former version stays readable, and the page says what was wrong."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from practices.domain.errors import Faulty, Forbidden, OutOfDate

from .. import notifications as mails
from ..fingerprint import fingerprint
from ..models import EditorialEvent, Erratum
from ..permissions import may_correct
from .proofs import request_files
from .publication import publish_revision
from .records import locked_record, note


@transaction.atomic
def publish_erratum(*, page_id: int, revision_id: int, by, text: str) -> None:
    """A national editor publishes the version that she read, with what it puts right. Raises Forbidden, OutOfDate, Faulty."""
    record = locked_record(page_id)
    if reason := may_correct(by, record):
        raise Forbidden(reason)
    if record.page.latest_revision_id != revision_id:
        raise OutOfDate(_("Somebody saved this content since you read it: read it again first."))
    if not text.strip():
        raise Faulty(_("Say what was wrong: readers find these words on the page."))
    revision = Revision.objects.get(pk=revision_id)
    if record.page.live_revision and fingerprint(record.page.live_revision) == fingerprint(revision):
        raise Faulty(_("Nothing has changed since it was published: correct the text first."))
    Erratum.objects.create(record=record, edition=record.edition + 1, text=text.strip(), by=by)
    publish_revision(record=record, revision=revision, by=by)
    request_files(record, revision)
    note(record, EditorialEvent.Kind.ERRATUM, by=by, comment=text.strip(), revision=revision)
    mails.to_authors(record, "erratum", comment=text.strip(), url=mails.public_url(record))
