from django.urls import include, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from themes.permissions import NeverDeletedPolicy

from . import dossiers, sought_admin
from .lexicon_admin import LexiconViewSet
from .models import LexiconEntry

# Taken out of use, not deleted: loading the starting lexicon would bring a deleted entry back.
register_permission_policy(LexiconEntry, NeverDeletedPolicy(LexiconEntry))


@hooks.register("register_admin_viewset")
def register_lexicon():
    return LexiconViewSet()


@hooks.register("register_admin_urls")
def report_addresses():
    return [path("recherches/", include((sought_admin, "search_sought"))), path("dossiers/", include((dossiers, "search_dossiers")))]


@hooks.register("register_reports_menu_item")
def report_menu_item():
    return sought_admin.menu_item()
