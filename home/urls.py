from django.urls import path

from . import sitemap, views

app_name = "home"
urlpatterns = [
    path("composants/", views.components, name="components"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
]
