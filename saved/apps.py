from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "saved"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import due, health, mail_kinds
        from practices.signals import public_practice_changed

        from . import receivers
        from .digests import send_due_alerts
        from .mail_kinds import KINDS
        from .matching import match_new_sheets, queue

        mail_kinds.register(*KINDS)
        public_practice_changed.connect(receivers.note_new_sheet, dispatch_uid="saved")
        due.register("new sheets for saved searches", match_new_sheets)
        due.register("alerts to send", send_due_alerts)
        health.register_queue("alerts", queue)
