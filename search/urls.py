from django.urls import path

from . import views

app_name = "search"
urlpatterns = [
    path("pratiques/", views.practices, name="practices"),
    path("pratiques/suggestions/", views.suggestions, name="suggestions"),
]
