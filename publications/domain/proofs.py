"""The printed files of one version: asked for when its proof is due, and whether they are all there.

What makes them asks publications.domain.whole what a cahier holds: it is imported where it is called.
"""

from django.utils.translation import gettext as _
from wagtail.models import Revision

from ..models import EditorialRecord


def request_files(record: EditorialRecord, revision: Revision) -> None:
    from ..print import files

    files.request(record, revision)


def missing_files(record: EditorialRecord, revision: Revision) -> list[str]:
    """In words for the editors; empty when nothing is awaited."""
    from ..print import files

    errors = files.errors(record, revision)
    return errors or [
        _("“%(title)s”: its file (%(kind)s) is not made yet.") % {"title": record.page.draft_title, "kind": str(kind).upper()}
        for kind in files.ready(record, revision)
    ]
