from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "newsletter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts import personal_data
        from core import due, health, mail_kinds

        from . import own_data, queries, tasks
        from .domain import issues, subscriptions
        from .mail_kinds import KINDS

        mail_kinds.register(*KINDS)
        personal_data.register(own_data.SOURCE)
        due.register("letters that are due", issues.begin_due_issues)
        due.register("letters to send", tasks.wake_up)
        due.register("subscriptions to forget", subscriptions.forget_what_is_over)
        health.register_queue("letters", queries.queue)
