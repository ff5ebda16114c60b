"""The editors' desk, under /gestion/fiches/."""

from django.urls import path

from ..views import desk, history, imports, public_life, review

urlpatterns = [
    path("", desk.index, name="index"),
    path("ensemble/", desk.together, name="together"),
    path("importer/", imports.index, name="imports"),
    path("importer/<int:run_id>/", imports.report, name="import"),
    path("importer/<int:run_id>/rapport.csv", imports.report_csv, name="import_csv"),
    path("signalements/", public_life.report_list, name="reports"),
    path("signalements/<int:report_id>/", public_life.report, name="report"),
    path("<int:page_id>/archiver/", public_life.archive, name="archive"),
    path("<int:page_id>/suspendre/", public_life.suspend, name="suspend"),
    path("<int:page_id>/remettre/", public_life.restore, name="restore"),
    path("<int:page_id>/confirmer/", public_life.confirm, name="confirm"),
    path("<int:page_id>/corriger/", public_life.correct, name="correct"),
    path("<int:page_id>/", review.review, name="review"),
    path("<int:page_id>/historique/", history.desk_history, name="history"),
    path("<int:page_id>/apercu/", review.preview, name="preview"),
    path("<int:page_id>/prendre/", review.take, name="take"),
    path("<int:page_id>/approuver/", review.approve, name="approve"),
    path("<int:page_id>/complements/", review.ask_changes, name="ask_changes"),
    path("<int:page_id>/decliner/", review.decline, name="decline"),
    path("<int:page_id>/transmettre/", review.hand_over, name="hand_over"),
    path("<int:page_id>/accord/", review.ask_agreement, name="ask_agreement"),
    path("<int:page_id>/relectures/", review.assign, name="assign"),
    path("<int:page_id>/relectures/<int:review_id>/reprendre/", review.take_back, name="take_back_review"),
    path("<int:page_id>/ma-grille/", review.read_oneself, name="read_oneself"),
    path("<int:page_id>/ma-grille/garder/", review.grid, name="grid"),
    path("<int:page_id>/demandes/<int:request_id>/regler/", review.settle, name="settle_request"),
]
