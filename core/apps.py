from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import allowances, due, health, jobs, mail, mail_digests, mail_kinds

        due.register("mails to send", mail.send_due_mails)
        due.register("daily messages", mail_digests.send_daily_messages)
        due.register("mails to forget", mail.prune_mails)
        due.register("jobs to forget", jobs.forget_past_jobs)
        due.register("allowances to forget", allowances.forget_past_allowances)
        health.register_queue("mails", mail.queue)
        mail_kinds.register(mail_digests.KIND)
