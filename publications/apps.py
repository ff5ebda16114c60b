from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "publications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.utils.translation import gettext_lazy as _

        from accounts import personal_data
        from core import due, mail_kinds
        from practices.life import mentions, returns

        from . import receivers, workflow
        from .cited.data import SOURCE as CITED_SHEETS
        from .cited.mentions import citations_of, mentions_of
        from .consents.data import SOURCE as AGREEMENTS
        from .consents.mails import KINDS as CONSENT_MAILS
        from .domain.attached_texts import read_waiting
        from .domain.consents import end_expired_consents
        from .domain.holding import send_step_reminders
        from .domain.publication import refresh_stale_contents
        from .domain.readers import send_reading_reminders
        from .domain.schedule import publish_due
        from .domain.sign_offs import send_sign_off_reminders
        from .domain.tool_uses import forget_declined
        from .mail_kinds import KINDS
        from .own_data import SOURCE as WORKFLOW
        from .print.files import make_what_is_due
        from .tasks import look_after_links
        from .tool_uses.data import SOURCE as TOOL_USES
        from .tool_uses.mails import KINDS as TOOL_USE_MAILS

        mail_kinds.register(*KINDS)
        mail_kinds.register(*TOOL_USE_MAILS)
        mail_kinds.register(*CONSENT_MAILS)
        personal_data.register(TOOL_USES)
        personal_data.register(WORKFLOW)
        personal_data.register(AGREEMENTS)
        personal_data.register(CITED_SHEETS)
        mentions.register(mentions_of)
        returns.register(
            "cited",
            label=_("citations in the observatory’s publications"),
            help=_("cahiers, articles, dossiers, tools"),
            count=citations_of,
        )
        workflow.follow()
        receivers.follow_vocabularies()
        receivers.follow_addresses()
        receivers.follow_steps()
        receivers.follow_attached_files()
        receivers.follow_printed_files()
        due.register("publications.attached_texts", read_waiting)
        due.register("publications.files", make_what_is_due)
        due.register("publications.external_links", look_after_links)
        due.register("publications.stale_contents", refresh_stale_contents)
        due.register("publications.scheduled", publish_due)
        due.register("publications.consents", end_expired_consents)
        due.register("publications.steps", send_step_reminders)
        due.register("publications.readings", send_reading_reminders)
        due.register("publications.sign_offs", send_sign_off_reminders)
        due.register("publications.declined_uses", forget_declined)
