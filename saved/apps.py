from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "saved"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import due, health
        from practices.signals import public_practice_changed

        from . import receivers
        from .digests import send_due_alerts
        from .matching import match_new_sheets, queue

        public_practice_changed.connect(receivers.note_new_sheet, dispatch_uid="saved")
        due.register("new sheets for saved searches", match_new_sheets)
        due.register("alerts to send", send_due_alerts)
        health.register_queue("alerts", queue)
