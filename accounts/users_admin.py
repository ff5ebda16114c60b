"""Wagtail's pages for accounts, told where ours are (this module is loaded before the models: it names, it does not import)."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAdminConfig(WagtailUsersAppConfig):
    user_viewset = "accounts.users_viewset.AccountViewSet"
