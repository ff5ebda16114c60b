from django.urls import path

from . import views

app_name = "home"
urlpatterns = [path("composants/", views.components, name="components")]
