"""Addresses of readers who were asked for a sheet, and of what a contributor is asked to change."""

from django.urls import path

from ..views import requested, reviewer

urlpatterns = [
    path("relecture/", reviewer.index, name="readings"),
    path("relecture/<str:token>/", reviewer.reading, name="reading"),
    path("relecture/<str:token>/refuser/", reviewer.refuse, name="reading_refuse"),
    path("relecture/<str:token>/image/", reviewer.image, name="reading_image"),
    path("relecture/<str:token>/documents/<int:document_id>/", reviewer.document, name="reading_document"),
    path("mes-fiches/<slug:identifier>/demandes/", requested.requests, name="mine_requests"),
]
