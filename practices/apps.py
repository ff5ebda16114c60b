from django.apps import AppConfig


class PracticesConfig(AppConfig):
    name = "practices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts import personal_data
        from core import due, mail_kinds

        from . import own_data, printing, receivers
        from .desk import known
        from .domain.change_requests import send_change_reminders
        from .domain.confirmation import follow_up
        from .domain.draft_reminders import remind_of_drafts
        from .domain.files import delete_orphans
        from .domain.grids import forget_old_readings
        from .domain.holding import remind_holders
        from .domain.import_runs import take_up_again
        from .domain.publication import refresh_stale_records
        from .domain.relay import forget_messages
        from .domain.reports import forget_reporters
        from .domain.reviewers import forget_readers, send_review_reminders
        from .domain.routing import tell_unattended
        from .domain.stored_files import take_back_left_behind
        from .isolation import close_draft_files, keep_workflow
        from .mail_kinds import KINDS
        from .pruning import prune_writing
        from .together.digests import send_comment_digests
        from .together.invitations import forget_expired

        mail_kinds.register(*KINDS)
        personal_data.register(own_data.SOURCE)
        close_draft_files()
        keep_workflow()
        receivers.disconnect_workflow_mails()
        receivers.follow_vocabularies()
        known.follow_changes()
        receivers.follow_versions()
        receivers.tell_relatives()
        due.register("practices.stale_records", refresh_stale_records)
        due.register("practices.unattended", tell_unattended)
        due.register("practices.grids", forget_old_readings)
        due.register("practices.holders", remind_holders)
        due.register("practices.readers", send_review_reminders)
        due.register("practices.past_readers", forget_readers)
        due.register("practices.change_requests", send_change_reminders)
        due.register("practices.drafts", remind_of_drafts)
        due.register("practices.pruning", prune_writing)
        due.register("practices.orphan_files", delete_orphans)
        due.register("practices.confirmations", follow_up)
        due.register("practices.reporters", forget_reporters)
        due.register("practices.messages", forget_messages)
        due.register("practices.comments", send_comment_digests)
        due.register("practices.invitations", forget_expired)
        due.register("practices.imports", take_up_again)
        due.register("practices.import_files", take_back_left_behind)
        due.register("practices.sheet_files", printing.make_what_is_due)
        due.register("practices.old_sheet_files", printing.forget_old_files)
        receivers.follow_imports()
