"""The editors' desk, under /gestion/fiches/."""

from django.urls import path

from .views import desk

urlpatterns = [
    path("", desk.index, name="index"),
    path("<int:page_id>/", desk.review, name="review"),
    path("<int:page_id>/apercu/", desk.preview, name="preview"),
    path("<int:page_id>/prendre/", desk.take, name="take"),
    path("<int:page_id>/approuver/", desk.approve, name="approve"),
    path("<int:page_id>/complements/", desk.ask_changes, name="ask_changes"),
    path("<int:page_id>/decliner/", desk.decline, name="decline"),
    path("<int:page_id>/transmettre/", desk.hand_over, name="hand_over"),
    path("<int:page_id>/accord/", desk.ask_agreement, name="ask_agreement"),
]
