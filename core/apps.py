from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core import allowances, due, health, jobs, mail

        due.register("mails to send", mail.send_due_mails)
        due.register("mails to forget", mail.prune_mails)
        due.register("jobs to forget", jobs.forget_past_jobs)
        due.register("allowances to forget", allowances.forget_past_allowances)
        health.register_queue("mails", mail.queue)
