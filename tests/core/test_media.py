"""Uploaded images: the public collection's are everybody's, the others' are not."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images.models import Image
from wagtail.models import Collection

from core.media import public_collection
from tests.practices.factories import make_editor, make_user

pytestmark = pytest.mark.usefixtures("reference_data")


def make_image(collection):
    buffer = io.BytesIO()
    PillowImage.new("RGB", (40, 30)).save(buffer, "PNG")
    buffer.seek(0)
    return Image.objects.create(title="Essai", file=ImageFile(buffer, name="essai.png"), collection=collection)


def fetch(client, address):
    """The answer, its file closed: closing the whole answer would close the test's database too."""
    response = client.get(address)
    for close in response._resource_closers:
        close()
    return response


def test_an_image_of_the_public_collection_and_its_renditions_are_served_to_everybody(client):
    image = make_image(public_collection())
    for file in (image.file, image.get_rendition("width-20").file):
        response = fetch(client, f"/media/{file.name}")
        assert (response.status_code, response["Content-Type"], response["Content-Security-Policy"]) == (
            200,
            "image/png",
            "default-src 'none'; sandbox",
        )
        assert response["X-Content-Type-Options"] == "nosniff"


def test_an_image_of_a_region_is_served_to_its_editors_only(client):
    image = make_image(Collection.objects.get(name="Rédaction – Hauts-de-France"))
    address = f"/media/{image.file.name}"
    assert fetch(client, address).status_code == 404
    client.force_login(make_user())
    assert fetch(client, address).status_code == 404
    client.force_login(make_editor("Bretagne"))
    assert fetch(client, address).status_code == 404
    client.force_login(make_editor("Hauts-de-France"))
    assert fetch(client, address).status_code == 200


@pytest.mark.parametrize("path", ["../settings.py", "images/absent.png", "documents/x.pdf", "images/%00.png"])
def test_nothing_else_is_served(client, path):
    assert client.get(f"/media/{path}").status_code in (400, 404)
