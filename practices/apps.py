from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import due

        from . import receivers
        from .domain.holding import remind_holders
        from .domain.publication import refresh_stale_records
        from .domain.routing import tell_unattended

        receivers.disconnect_workflow_mails()
        receivers.follow_vocabularies()
        due.register("practices.stale_records", refresh_stale_records)
        due.register("practices.unattended", tell_unattended)
        due.register("practices.holders", remind_holders)
