"""Uploaded images, served by the site: those of the public collection to everybody, the others to those who manage them.

Documents are never served here, nor the files of sheets to the public: `practices.views.files` does that, sheet by sheet.
"""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe
from wagtail.images.models import Image, Rendition
from wagtail.models import Collection
from wagtail.permissions import policy_registry

PUBLIC_COLLECTION = "Site (public)"
CONTENT_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
}


def public_collection() -> Collection:
    """Where editors put what anybody may see; made when it is missing."""
    found = Collection.objects.filter(name=PUBLIC_COLLECTION, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=PUBLIC_COLLECTION)


@require_safe
def media(request, path):
    """One image file, by its path in the media folder. What may not be seen is not found."""
    image = None if "\x00" in path else _image_of(path)
    extension = path.rpartition(".")[2].lower()
    if image is None or extension not in CONTENT_TYPES or not _may_see(request.user, image) or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), content_type=CONTENT_TYPES[extension])
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=86400" if image.collection.name == PUBLIC_COLLECTION else "private, max-age=3600"
    return response


def _image_of(path: str) -> Image | None:
    rendition = Rendition.objects.filter(file=path).select_related("image__collection").first()
    return rendition.image if rendition else Image.objects.filter(file=path).select_related("collection").first()


def _may_see(user, image: Image) -> bool:
    if image.collection.name == PUBLIC_COLLECTION:
        return True
    return user.is_authenticated and policy_registry.get_by_type(Image).user_has_any_permission_for_instance(
        user, ["choose", "change"], image
    )
