"""Panels of the page editor that say what an editor cannot see in the fields."""

from wagtail.admin.panels import Panel

from .gathered import missing


class MissingItemsPanel(Panel):
    """What a dossier names and the public does not read today."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/missing_items.html"

        def get_context_data(self, parent_context=None):
            items = [row.identifier for row in self.instance.items.all()] if self.instance.pk else []
            return {**super().get_context_data(parent_context), "missing": missing(items)}
