from django.urls import path

from . import views

app_name = "theme_picker"
urlpatterns = [path("chercher/", views.search, name="search")]
