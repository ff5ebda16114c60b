"""Looking at letters and sending them, under /gestion/lettre/."""

from django.urls import path

from .views import desk

urlpatterns = [
    path("nouveautes/", desk.new_letter, name="new_letter"),
    path("abonnes/", desk.subscribers, name="subscribers"),
    path("<int:pk>/", desk.issue, name="issue"),
    path("<int:pk>/apercu/<str:part>/", desk.preview, name="preview"),
]
