from django.urls import path

from . import views

app_name = "territory_picker"
urlpatterns = [path("chercher/", views.search, name="search")]
