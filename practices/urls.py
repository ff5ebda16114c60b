"""Addresses of sheets, ahead of the page tree's own."""

from django.urls import path

from .views import files, public

app_name = "practices"
urlpatterns = [
    path("pratiques/<slug:region>/<slug:slug>/", public.sheet, name="sheet"),
    path("pratiques/<slug:region>/<slug:slug>/fiche.json", public.sheet_json, name="sheet_json"),
    path("p/<slug:identifier>/", public.permanent, name="permanent"),
    path("p/<slug:identifier>/image/", files.image, name="image"),
    path("p/<slug:identifier>/documents/<int:document_id>/", files.document, name="document"),
]
