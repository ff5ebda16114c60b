"""In the editor of a cahier: each piece in its order, with where it stands and who holds it."""

from django.db.models import prefetch_related_objects
from wagtail.admin.panels import Panel


class PiecesPanel(Panel):
    """Reads what was last saved; the pieces themselves are changed in the panel above it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/pieces.html"

        def is_shown(self):
            return super().is_shown() and bool(self.instance.pk)

        def get_context_data(self, parent_context=None):
            return super().get_context_data(parent_context) | {"pieces": self._pieces()}

        def _pieces(self):
            pieces = list(self.instance.pieces.all())
            prefetch_related_objects(pieces, "page__record", "cited")
            pages = {piece.page_id: piece.page for piece in pieces if piece.page_id}
            records = {page.pk: page.record for page in pages.values()}
            return [
                {
                    "title": piece.page.get_admin_display_title() if piece.page_id else _title_of_sheet(piece),
                    "page": pages.get(piece.page_id),
                    "kind": piece.page.specific_class.kind.label if piece.page_id else "",
                    "record": records.get(piece.page_id),
                    "cited": piece.cited,
                }
                for piece in pieces
            ]


def _title_of_sheet(piece):
    return piece.cited.data["title"] if piece.cited else piece.sheet
