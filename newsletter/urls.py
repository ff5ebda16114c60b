"""The letter: subscribing, one’s choices, leaving, and the numbers on the site."""

from django.urls import path

from . import feeds
from .views import letters, subscription

app_name = "newsletter"
urlpatterns = [
    path("lettre/", subscription.subscribe, name="subscribe"),
    path("lettre/archives/", letters.archive, name="archive"),
    path("flux/lettre.xml", feeds.letters, name="feed"),
    path("lettre/<int:number>/", letters.issue, name="issue"),
    path("lettre/confirmer/<str:token>/", subscription.confirm, name="confirm"),
    path("lettre/preferences/<str:token>/", subscription.preferences, name="preferences"),
    path("lettre/desinscription/<str:token>/", subscription.stop, name="stop"),
]
