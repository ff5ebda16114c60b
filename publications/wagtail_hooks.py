"""Where publications enter the admin."""

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from practices.permissions import is_national_editor

from .consents import urls as consents_urls
from .desk import urls as desk_urls
from .desk.home_panel import PublicationsPanel
from .editor import urls as editor_urls
from .editor.account_chooser import account_chooser_viewset
from .editor.attached_notice import say_what_was_not_read
from .editor.publish_button import PublishItem, ScheduleItem, WithdrawItem, publish_saved
from .editor.workflow_button import BoardItem, SubmitItem, refuse_wagtails_acts, submit_saved, without_wagtails_items
from .permissions import may_keep_consents, on_board
from .views import dossiers, uses_desk


@hooks.register("register_page_action_menu_item")
def publish_item():
    return PublishItem(order=5)


@hooks.register("register_page_action_menu_item")
def schedule_item():
    return ScheduleItem(order=6)


@hooks.register("register_page_action_menu_item")
def withdraw_item():
    return WithdrawItem(order=90)


@hooks.register("register_admin_viewset")
def account_chooser():
    return account_chooser_viewset


@hooks.register("register_admin_urls")
def acts_addresses():
    return [path("contenus/", include(editor_urls))]


hooks.register("after_create_page", publish_saved)
hooks.register("after_edit_page", publish_saved)
hooks.register("before_edit_page", say_what_was_not_read)


@hooks.register("register_admin_urls")
def voice_addresses():
    return [path("paroles/", include((consents_urls, "publications_voices")))]


class ConsentsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_keep_consents(request.user) is None


@hooks.register("register_admin_menu_item")
def consents_menu_item():
    return ConsentsMenuItem(
        _("Voices and agreements"), reverse("publications_voices:index"), name="voices", icon_name="openquote", order=72
    )


@hooks.register("register_admin_urls")
def tool_addresses():
    return [
        path("outils/recits/", include((uses_desk, "publications_uses"))),
        path("dossiers/", include((dossiers, "publications_dossiers"))),
    ]


class NationalMenuItem(MenuItem):
    def is_shown(self, request):
        return is_national_editor(request.user)


@hooks.register("register_admin_menu_item")
def uses_menu_item():
    return NationalMenuItem(_("Accounts of tools"), reverse("publications_uses:index"), name="tool-uses", icon_name="comment", order=73)


@hooks.register("register_reports_menu_item")
def upkeep_menu_item():
    return NationalMenuItem(_("Links and images"), reverse("publications_acts:upkeep"), name="upkeep", icon_name="link", order=900)


@hooks.register("register_page_action_menu_item")
def submit_item():
    return SubmitItem(order=7)


@hooks.register("register_page_action_menu_item")
def board_item():
    return BoardItem(order=80)


hooks.register("construct_page_action_menu", without_wagtails_items)
hooks.register("before_edit_page", refuse_wagtails_acts)
hooks.register("after_create_page", submit_saved)
hooks.register("after_edit_page", submit_saved)


@hooks.register("register_admin_urls")
def board_addresses():
    return [path("publications/", include(desk_urls))]


@hooks.register("construct_homepage_panels", order=10)
def publications_panel(request, panels):
    """After the sheets' own hook, which empties the page of Wagtail's."""
    panels.append(PublicationsPanel())


class BoardMenuItem(MenuItem):
    def is_shown(self, request):
        return on_board(request.user) is None


@hooks.register("register_admin_menu_item")
def board_menu_item():
    address = reverse("publications_desk:board")
    return BoardMenuItem(_("Publications to come"), address, name="publications", icon_name="calendar-alt", order=71)
