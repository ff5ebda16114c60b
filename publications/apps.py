from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import due

        from . import receivers
        from .domain.publication import refresh_stale_contents
        from .domain.schedule import publish_due

        receivers.follow_vocabularies()
        due.register("publications.stale_contents", refresh_stale_contents)
        due.register("publications.scheduled", publish_due)
