"""Addresses of what the observatory publishes. Lists have views of their own; a content is found by its whole path."""

from django.urls import path, re_path

from . import feeds
from .views import news, public

app_name = "publications"
urlpatterns = [
    path("actualites/", news.news, name="news"),
    path("flux/actualites.xml", feeds.news, name="news_feed"),
    path("c/<str:identifier>/", public.permanent, name="permanent"),
    re_path(r"^(?P<path>(?:actualites|publications|outils|paroles|dossiers)/[\w/-]+/)$", public.content, name="content"),
]
