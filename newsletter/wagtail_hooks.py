"""Where the letter enters the admin."""

from django.urls import include, path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from . import admin_urls
from .admin import LetterViewSet
from .models import Issue
from .permissions import LetterPolicy

register_permission_policy(Issue, LetterPolicy(Issue))


@hooks.register("register_admin_viewset")
def register_letters():
    return LetterViewSet()


@hooks.register("register_admin_urls")
def letter_addresses():
    return [path("lettre/", include((admin_urls, "newsletter_admin")))]
