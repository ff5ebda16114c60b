from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import receivers

        receivers.disconnect_workflow_mails()
        receivers.follow_vocabularies()
