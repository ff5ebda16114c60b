from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts.throttling import forget_old_attempts
        from core import due

        due.register("sign-in attempts to forget", forget_old_attempts)
