"""Addresses of what is written together: invitations, comments, versions, names."""

from django.urls import path

from ..views import comments, history, names, together

urlpatterns = [
    path("mes-fiches/invitation/<str:token>/", together.invitation, name="invitation"),
    path("mes-fiches/<slug:identifier>/ecrire-ensemble/", together.together, name="together"),
    path("mes-fiches/<slug:identifier>/ecrire-ensemble/<int:number>/", together.share, name="together_share"),
    path("mes-fiches/<slug:identifier>/ecrire-ensemble/quitter/", together.leave, name="together_leave"),
    path("mes-fiches/<slug:identifier>/ecrire-ensemble/confier/", together.offer, name="together_offer"),
    path("mes-fiches/<slug:identifier>/commentaires/", comments.comments, name="comments"),
    path("mes-fiches/<slug:identifier>/commentaires/<int:number>/", comments.comment, name="comment"),
    path("mes-fiches/<slug:identifier>/historique/", history.history, name="history"),
    path("mes-fiches/<slug:identifier>/historique/<int:number>/reprendre/", history.restore, name="history_restore"),
    path("mes-fiches/<slug:identifier>/noms/", names.names, name="names"),
]
