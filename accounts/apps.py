from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts import own_data, personal_data, receivers
        from accounts.domain.departures import follow_departures, warn_unused_accounts
        from accounts.domain.invitations import forget_old_invitations
        from accounts.domain.mail_wishes import wish_of
        from accounts.mail_kinds import KINDS
        from accounts.throttling import forget_old_attempts
        from core import due, mail_kinds, mail_rhythms

        receivers.listen()
        mail_kinds.register(*KINDS)
        mail_rhythms.register(wish_of)
        personal_data.register(own_data.SOURCE)
        due.register("sign-in attempts to forget", forget_old_attempts)
        due.register("invitations of editors to forget", forget_old_invitations)
        due.register("accounts that nobody uses", warn_unused_accounts)
        due.register("accounts to be deleted", follow_departures)
        due.register("last mails to forget", own_data.forget_farewells)
