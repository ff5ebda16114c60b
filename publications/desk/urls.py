"""The board of publications, under /gestion/publications/."""

from django.urls import path

from ..views import board, piece

app_name = "publications_desk"
urlpatterns = [
    path("", board.board, name="board"),
    path("calendrier/", board.calendar, name="calendar"),
    path("<int:page_id>/", piece.piece, name="piece"),
    path("<int:page_id>/epreuve/", piece.proof, name="proof"),
    path("<int:page_id>/epreuve.<str:kind>", piece.proof_file, name="proof_file"),
    path("<int:page_id>/crossref.xml", piece.crossref, name="crossref"),
    path("<int:page_id>/soumettre/", piece.submit, name="submit"),
    path("<int:page_id>/approuver/", piece.approve, name="approve"),
    path("<int:page_id>/corrections/", piece.corrections, name="corrections"),
    path("<int:page_id>/reprendre/", piece.take_back, name="take_back"),
    path("<int:page_id>/relecture/", piece.ask_reader, name="ask_reader"),
    path("<int:page_id>/relecture/<int:reading_id>/reprendre/", piece.take_back_reading, name="take_back_reading"),
    path("<int:page_id>/prendre/", piece.take, name="take"),
    path("<int:page_id>/confier/", piece.give, name="give"),
    path("<int:page_id>/rendre/", piece.release, name="release"),
    path("<int:page_id>/echeance/", piece.due, name="due"),
    path("<int:page_id>/bon-a-tirer/", piece.send_proofs, name="send_proofs"),
    path("<int:page_id>/bon-a-tirer/adresse/", piece.send_proof, name="send_proof"),
    path("<int:page_id>/bon-a-tirer/papier/", piece.record_agreement, name="record_agreement"),
    path("<int:page_id>/programmer/", piece.schedule_piece, name="schedule"),
    path("<int:page_id>/deprogrammer/", piece.unschedule, name="unschedule"),
    path("<int:page_id>/publier/", piece.publish, name="publish"),
    path("<int:page_id>/erratum/", piece.erratum, name="erratum"),
]
