from django.urls import path

from . import views

app_name = "skos"
urlpatterns = [
    path("themes.ttl", views.turtle, name="turtle"),
    path("themes.jsonld", views.json_ld, name="json_ld"),
]
