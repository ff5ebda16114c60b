from django.urls import path

from . import everything_page, exports, feeds, views

app_name = "search"
urlpatterns = [
    path("recherche/", everything_page.everything, name="everything"),
    path("pratiques/", views.practices, name="practices"),
    path("pratiques/export.<str:kind>", exports.export, name="export"),
    path("flux/pratiques.xml", feeds.feed, name="feed"),
    path("flux/recherche.xml", feeds.everything, name="everything_feed"),
    path("pratiques/classement/", views.ranking, name="ranking"),
    path("pratiques/suggestions/", views.suggestions, name="suggestions"),
]
