"""Addresses in the admin of what is done with one content from its editor, and of what needs a hand in all."""

from django.urls import path

from ..views import editor_acts, upkeep

app_name = "publications_acts"
urlpatterns = [
    path("entretien/", upkeep.upkeep, name="upkeep"),
    path("<int:page_id>/programmer/", editor_acts.schedule, name="schedule"),
    path("<int:page_id>/retirer/", editor_acts.withdraw, name="withdraw"),
]
