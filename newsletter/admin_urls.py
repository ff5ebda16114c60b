"""Looking at letters and sending them, under /gestion/lettre/."""

from django.urls import path

from .views import desk

urlpatterns = [
    path("abonnes/", desk.subscribers, name="subscribers"),
    path("<int:pk>/", desk.issue, name="issue"),
    path("<int:pk>/apercu/<str:part>/", desk.preview, name="preview"),
]
