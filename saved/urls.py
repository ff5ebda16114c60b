"""What readers keep lies under their account; a shared list under its secret."""

from django.urls import path

from .views import alerts, keeping, lists, searches, shared

app_name = "saved"
urlpatterns = [
    path("compte/recherches/", searches.index, name="searches"),
    path("compte/recherches/enregistrer/", searches.save, name="save_search"),
    path("compte/recherches/messages/", alerts.ask_again, name="ask_again"),
    path("compte/recherches/confirmer/<str:token>/", alerts.confirm, name="confirm"),
    path("compte/recherches/arreter/<str:token>/", alerts.stop, name="stop"),
    path("compte/recherches/<int:pk>/", searches.change, name="search"),
    path("compte/recherches/<int:pk>/supprimer/", searches.delete, name="delete_search"),
    path("compte/listes/", lists.index, name="lists"),
    path("compte/listes/garder/<slug:identifier>/", keeping.keep, name="keep"),
    path("compte/listes/<int:pk>/", lists.detail, name="list"),
    path("compte/listes/<int:pk>/export.<str:kind>", lists.export, name="export_list"),
    path("compte/listes/<int:pk>/dossier/", lists.dossier, name="dossier_of_list"),
    path("compte/listes/<int:pk>/renommer/", lists.rename, name="rename_list"),
    path("compte/listes/<int:pk>/supprimer/", lists.delete, name="delete_list"),
    path("compte/listes/<int:pk>/partage/", lists.share, name="share_list"),
    path("compte/listes/<int:pk>/<slug:identifier>/note/", keeping.note, name="note"),
    path("compte/listes/<int:pk>/<slug:identifier>/deplacer/", keeping.move, name="move"),
    path("compte/listes/<int:pk>/<slug:identifier>/retirer/", keeping.remove, name="remove"),
    path("listes/<slug:token>/", shared.shared_list_page, name="shared"),
]
