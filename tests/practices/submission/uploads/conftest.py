"""The screen of files, posted as a browser would."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

ADDRESS = "fichiers"
WORDS = {"image_alt": "Quatre personnes épluchent des légumes.", "image_credit": "Photo : équipe", "image_consent": "1"}


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def send(writer):
    """Posts the screen of files as a browser would: `send(image=bytes, document=(name, bytes), …words, button=…)`."""
    writer.begin_answered()

    def post(*, image=None, document=None, name="photo.jpg", **typed):
        page = html.document_fromstring(writer.client.get(writer.address(ADDRESS)).content.decode())
        data = dict(page.get_element_by_id("files-form").form_values()) | typed
        if image is not None:
            data["image"] = SimpleUploadedFile(name, image)
        if document is not None:
            data["document"] = SimpleUploadedFile(*document)
        if not {"go", "remove_image", "remove_document"} & typed.keys():
            data["add"] = "1"
        return writer.client.post(writer.address(ADDRESS), data)

    return post
