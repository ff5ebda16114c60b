from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "saved"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from accounts import personal_data
        from core import due, health, mail_kinds
        from practices.life import returns
        from practices.signals import public_practice_changed

        from . import own_data, receivers
        from .digests import send_due_alerts
        from .mail_kinds import KINDS
        from .matching import match_new_sheets, queue
        from .queries import keepers

        mail_kinds.register(*KINDS)
        personal_data.register(own_data.SOURCE)
        public_practice_changed.connect(receivers.note_new_sheet, dispatch_uid="saved")
        returns.register("saved", label=_("people who keep it"), help=_("in lists of their own; who they are is not known"), count=keepers)
        due.register("new sheets for saved searches", match_new_sheets)
        due.register("alerts to send", send_due_alerts)
        health.register_queue("alerts", queue)
