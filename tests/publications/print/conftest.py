"""Cahiers and their files, made at once."""

import pytest

from publications.models import ContentFile, EditorialRecord
from publications.print import files
from tests.publications.factories import publish

from .factories import make_whole_cahier


@pytest.fixture
def record_of():
    return lambda page: EditorialRecord.objects.select_related("page").get(page_id=page.pk)


@pytest.fixture
def make(record_of):
    """Has the files of the newest version made; gives them back by kind. `only`: this kind, and no other file that was asked for."""

    def run(page, *, only=""):
        record = record_of(page)
        revision = record.page.latest_revision
        files.request(record, revision)
        if only:
            ContentFile.objects.exclude(record=record, kind=only).delete()
        files.make_files()
        return {row.kind: row for row in ContentFile.objects.filter(record=record, revision=revision)}

    return run


@pytest.fixture
def cahier(reference_data):
    """Public, with its pieces."""
    page = make_whole_cahier()
    for piece in page.latest_revision.as_object().pieces.all():
        if piece.page_id:
            publish(piece.page.specific)
    return publish(page)
