from django.urls import path

from . import exports, views

app_name = "search"
urlpatterns = [
    path("pratiques/", views.practices, name="practices"),
    path("pratiques/export.<str:kind>", exports.export, name="export"),
    path("pratiques/suggestions/", views.suggestions, name="suggestions"),
]
