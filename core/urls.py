from django.urls import path

from . import views
from .media import media

app_name = "core"
urlpatterns = [
    path("sante/", views.site_health, name="health"),
    path("media/<path:path>", media, name="media"),
    path("style/<slug:digest>.css", views.stylesheet, name="stylesheet"),
]
