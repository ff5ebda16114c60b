from django.urls import path

from . import views

app_name = "territories"
urlpatterns = [path("<slug:code>/", views.territory, name="territory")]
