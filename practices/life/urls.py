"""Addresses of what happens to a public sheet: what its readers send, what its contributor answers and decides."""

from django.urls import path

from ..views import confirmation, contact, life, objection, reports

urlpatterns = [
    path("p/messages/<str:token>/", contact.answer, name="relay"),
    path("p/<slug:identifier>/signaler/", reports.report, name="report"),
    path("p/<slug:identifier>/ecrire/", contact.write, name="write"),
    path("mes-fiches/toujours-en-cours/<str:token>/", confirmation.confirm, name="confirm"),
    path("mes-fiches/correction/<str:token>/", objection.objection, name="object"),
    path("mes-fiches/<slug:identifier>/retirer/", life.withdraw, name="mine_withdraw"),
    path("mes-fiches/<slug:identifier>/remettre/", life.restore, name="mine_restore"),
    path("mes-fiches/<slug:identifier>/renoncer/", life.give_up, name="mine_give_up"),
    path("mes-fiches/<slug:identifier>/messages/", life.take_messages, name="mine_messages"),
    path("mes-fiches/<slug:identifier>/attestation.pdf", life.certificate, name="mine_certificate"),
]
