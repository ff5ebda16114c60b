"""Panels of the page editor that say what an editor cannot see in the fields."""

from wagtail.admin.panels import Panel

from ..cited.gathered import missing


class MissingItemsPanel(Panel):
    """What a dossier names and the public does not read today."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/missing_items.html"

        def get_context_data(self, parent_context=None):
            items = [row.identifier for row in self.instance.items.all()] if self.instance.pk else []
            return {**super().get_context_data(parent_context), "missing": missing(items)}


class GoingOutPanel(Panel):
    """When a content that needs no workflow goes out by itself, or why it did not."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/admin/going_out.html"

        def get_context_data(self, parent_context=None):
            from ..models import EditorialEvent, EditorialRecord

            record = EditorialRecord.objects.select_related("scheduled_revision").filter(page_id=self.instance.pk or 0).first()
            last = record.events.last() if record else None
            failed = last if last and last.kind == EditorialEvent.Kind.NOT_PUBLISHED else None
            return {**super().get_context_data(parent_context), "record": record, "failed": failed}
