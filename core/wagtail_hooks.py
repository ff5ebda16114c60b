from django.urls import include, path
from wagtail import hooks

from core import mail_admin


@hooks.register("register_admin_urls")
def mail_addresses():
    return [path("messages/", include((mail_admin, "core_mails")))]


@hooks.register("register_settings_menu_item")
def mail_menu_item():
    return mail_admin.menu_item()
