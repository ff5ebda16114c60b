"""Every public address, by app, then the page tree."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from search.api import api

urlpatterns = [
    path("", include("core.urls")),
    path("", include("accounts.urls")),
    path("gestion/documents/", include(wagtaildocs_urls)),
    path("gestion/", include(wagtailadmin_urls)),
    # Before the pages of territories and themes, which take any other word for a code.
    path("territoires/", include("territories.urls")),
    path("territoires/", include("search.territory_urls")),
    path("themes/", include("themes.urls")),
    path("themes/", include("search.theme_urls")),
    path("", include("themes.skos_urls")),
    path("api/v1/", api.urls),
    path("", include("oai.urls")),
    path("", include("search.urls")),
    path("", include("saved.urls")),
    path("", include("newsletter.urls")),
    path("", include("practices.urls")),
    path("", include("publications.urls")),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]

handler400 = "core.views.bad_request"
handler403 = "core.views.permission_denied"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"
