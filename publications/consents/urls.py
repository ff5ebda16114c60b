"""What persons agreed to, in the admin: /gestion/paroles/."""

from django.urls import path

from ..views import agreements

urlpatterns = [
    path("", agreements.index, name="index"),
    path("<int:page_id>/accords/", agreements.consents, name="consents"),
    path("<int:page_id>/accords/retirer/", agreements.withdraw, name="withdraw"),
    path("<int:page_id>/recu/", agreements.receipt, name="receipt"),
    path("<int:page_id>/recu/envoyer/", agreements.send_receipt, name="send_receipt"),
    path("preuves/<int:agreement_id>/", agreements.proof, name="proof"),
]
