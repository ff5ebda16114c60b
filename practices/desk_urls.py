"""The editors' desk, under /gestion/fiches/."""

from django.urls import path

from .views import desk, review

urlpatterns = [
    path("", desk.index, name="index"),
    path("<int:page_id>/", review.review, name="review"),
    path("<int:page_id>/apercu/", review.preview, name="preview"),
    path("<int:page_id>/prendre/", review.take, name="take"),
    path("<int:page_id>/approuver/", review.approve, name="approve"),
    path("<int:page_id>/complements/", review.ask_changes, name="ask_changes"),
    path("<int:page_id>/decliner/", review.decline, name="decline"),
    path("<int:page_id>/transmettre/", review.hand_over, name="hand_over"),
    path("<int:page_id>/accord/", review.ask_agreement, name="ask_agreement"),
]
