"""Files that an import has put on disk for a row that was never written do not stay there."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.images.models import Image

from core.due import run_all
from practices.domain import stored_files
from practices.domain.stored_files import LEFT_BEHIND, NOTES, Stored, taken_back_unless_written

from .conftest import row, run, write
from .test_files import IMAGE, photograph


class Kept:
    """A file as a row holds it."""

    def __init__(self, name):
        self.name = default_storage.save(name, ContentFile(photograph()))


def notes():
    return list(Path(default_storage.path(NOTES)).glob("*"))


def an_hour_passes():
    for note in notes():
        os.utime(note, (time.time() - LEFT_BEHIND - 1,) * 2)


@pytest.mark.django_db
def test_what_a_killed_process_left_goes_after_a_while_and_not_before():
    image = Kept("original_images/op-1a2b3c4d.jpg")
    Stored().add(image)
    assert (stored_files.take_back_left_behind(), default_storage.exists(image.name)) == (0, True)
    an_hour_passes()
    run_all()
    assert (default_storage.exists(image.name), notes()) == (False, [])


@pytest.mark.django_db
def test_what_a_row_names_stays(reference_data):
    image = Kept("original_images/op-1a2b3c4d.jpg")
    Image.objects.create(title="Un banc", file=image.name, width=1, height=1)
    Stored().add(image)
    an_hour_passes()
    assert (stored_files.take_back_left_behind(), default_storage.exists(image.name), notes()) == (0, True, [])


@pytest.mark.django_db(transaction=True)
def test_a_transaction_undone_later_on_leaves_what_the_sweep_takes():
    with pytest.raises(RuntimeError), transaction.atomic():
        with taken_back_unless_written() as stored:
            image = Kept("original_images/op-1a2b3c4d.jpg")
            stored.add(image)
        raise RuntimeError
    assert default_storage.exists(image.name)
    an_hour_passes()
    assert (stored_files.take_back_left_behind(), default_storage.exists(image.name)) == (1, False)


@pytest.mark.usefixtures("reference_data")
def test_an_import_that_ends_well_leaves_its_files_and_no_note(tmp_path, django_capture_on_commit_callbacks):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "banc.jpg").write_bytes(photograph())
    with django_capture_on_commit_callbacks(execute=True):
        assert run(write(tmp_path / "fiches.jsonl", [row(image=IMAGE)]), "--publish", files=tmp_path)[0] == []
    assert notes() == []
    an_hour_passes()
    stored_files.take_back_left_behind()
    assert default_storage.exists(Image.objects.get().file.name)
