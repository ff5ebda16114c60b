"""The pictures that one file shows, each kept once, under the name by which its pages ask for it."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.images.models import Image

from core import printed_pictures as pictures
from core.made_files import NotMade


class Pictures:
    """Read from the site's own library. One that cannot be read is an error that names it: a proof with a hole would be signed."""

    def __init__(self, address: str):
        #: How pages name them: `own:{name}` in a PDF, `images/{name}` in a book.
        self._address = address
        self._kept: dict[int, tuple[str, pictures.Picture]] = {}

    def shown(self, pk: int, alt: str, title: str) -> dict[str, Any]:
        """What a template needs to show it. `title`: of the content in which it stands, for those who must put it right."""
        name, picture = self._kept.get(pk) or self._read(pk, title)
        self._kept[pk] = (name, picture)
        return {"src": self._address.format(name=name), "alt": alt, "width": picture.width, "height": picture.height}

    @property
    def given(self) -> dict[str, bytes]:
        """Contents by address."""
        return {self._address.format(name=name): picture.content for name, picture in self._kept.values()}

    def _read(self, pk: int, title: str) -> tuple[str, pictures.Picture]:
        image = Image.objects.filter(pk=pk).first()
        if image is None:
            raise NotMade(_("An image of “%(title)s” is no longer in the library: choose another one.") % {"title": title})
        try:
            picture = pictures.ready(image.file)
        except pictures.Unreadable:
            words = _("The image “%(image)s” of “%(title)s” cannot be read: send its file again.")
            raise NotMade(words % {"image": image.title, "title": title}) from None
        return f"{pk}{picture.extension}", picture
