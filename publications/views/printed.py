"""PDF and EPUB of what is public: of the version that is read today, and of those before it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.served import served, under_way

from ..print import files
from ..queries import public_content
from ..vocabulary import Kind

#: The last word of the address, and of which kind of content it is.
NAMES = {"cahier": Kind.CAHIER, "article": Kind.ARTICLE}


@require_safe
def printed(request: HttpRequest, path: str, name: str, extension: str, version: str | None = None) -> HttpResponse:
    """The file, or a page that says that it is on its way. What is not public, or not of this kind, is not found."""
    found = public_content(f"/publications/{path}/")
    if found is None or found.kind != NAMES[name]:
        raise Http404
    row = files.public_file(found.identifier, extension, int(version) if version else None)
    if row is not None:
        slug = path.rpartition("/")[2]
        return served(request, row, content_type=row.content_type, filename=f"{slug}-v{row.version}{row.extension}")
    if version is not None or extension not in files.KINDS[found.kind]:
        raise Http404
    return under_way(request, found.title, found.path)
