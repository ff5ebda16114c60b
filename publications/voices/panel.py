"""In the page editor of a voice: what she agrees to, and what could tell who she is."""

from wagtail.admin.panels import Panel


class StandingPanel(Panel):
    """Reads the version that was last saved; blocks nothing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "publications/voices/admin/panel.html"

        def is_shown(self):
            return super().is_shown() and self.instance.pk is not None

        def get_context_data(self, parent_context=None):
            # Imported here: the models import this panel.
            from ..models import VoiceConsent
            from .identifying import findings

            context = super().get_context_data(parent_context)
            standing = VoiceConsent.objects.standing().filter(page_id=self.instance.pk)
            return context | {"page": self.instance, "findings": findings(self.instance), "standing": standing}
