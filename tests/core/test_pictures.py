"""Images in a few widths: which, how large, cut where, and seen by whom."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Drawing
from wagtail.images.models import Image

from core.media import public_collection
from core.pictures import pictures


def make(width=1000, height=500, **fields):
    written = BytesIO()
    drawing = Drawing.new("RGB", (width, height), "#ffffff")
    drawing.paste("#000000", (0, 0, width // 4, height))
    drawing.save(written, "PNG")
    file = ContentFile(written.getvalue(), name="essai.png")
    return Image.objects.create(title="Essai", file=file, **{"collection": public_collection()} | fields)


@pytest.fixture(autouse=True)
def _database(db):
    """Every test here asks it."""


def widths(srcset):
    return [part.split()[1] for part in srcset.split(", ")]


def test_an_image_is_never_made_wider_than_it_is():
    small, large = make(300, 200), make(2000, 1000)
    found = pictures([small.pk, large.pk])
    assert widths(found[small.pk].webp) == ["300w"]
    assert widths(found[large.pk].webp) == ["480w", "800w", "1200w", "1600w"]
    assert (found[large.pk].width, found[large.pk].height, found[large.pk].src.split(".")[-1]) == (800, 400, "webp")


def test_avif_comes_once_the_worker_has_made_it():
    image = make()
    assert pictures([image.pk])[image.pk].avif == ""
    assert widths(pictures([image.pk])[image.pk].avif) == ["480w", "800w", "1000w"]


def test_all_images_of_a_page_come_in_two_queries(django_assert_num_queries):
    images = [make(300, 200).pk for _ in range(3)]
    for _twice in range(2):
        pictures(images)
    for some in (images[:1], images):
        with django_assert_num_queries(2):
            assert len(pictures(some)) == len(some)
    with django_assert_num_queries(0):
        assert pictures([]) == {}


def test_what_is_cut_is_cut_around_its_focal_point():
    focus = {"focal_point_x": 50, "focal_point_y": 250, "focal_point_width": 80, "focal_point_height": 80}
    dark, light = make(1000, 2000, **focus), make(1000, 2000)
    cut = pictures([dark.pk, light.pk], shape="wide")
    assert {(picture.width, picture.height) for picture in cut.values()} == {(800, 400)}
    assert cut[dark.pk].src != cut[light.pk].src


def test_an_image_that_visitors_may_not_see_or_whose_file_is_gone_is_not_there():
    hidden, lost = make(collection=public_collection().get_parent()), make()
    lost.file.storage.delete(lost.file.name)
    assert pictures([hidden.pk, lost.pk, 999_999]) == {}
