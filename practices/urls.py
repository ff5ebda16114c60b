"""Addresses of sheets, ahead of the page tree's own."""

from django.urls import include, path

from .helps import urls as helps_urls
from .life import urls as life_urls
from .review import urls as review_urls
from .together import urls as together_urls
from .views import agreement, autosave, files, full, mine, public, submission, uploads
from .views.printed import sheet_pdf

app_name = "practices"
urlpatterns = [
    path("", include(helps_urls)),
    path("", include(life_urls)),
    path("", include(review_urls)),
    path("", include(together_urls)),
    path("pratiques/<slug:region>/<slug:slug>/", public.sheet, name="sheet"),
    path("pratiques/<slug:region>/<slug:slug>/fiche.pdf", sheet_pdf, name="sheet_pdf"),
    path("pratiques/<slug:region>/<slug:slug>/fiche.json", public.sheet_json, name="sheet_json"),
    path("pratiques/<slug:region>/<slug:slug>/citation.bib", public.citation, {"extension": "bib"}, name="sheet_bib"),
    path("pratiques/<slug:region>/<slug:slug>/citation.ris", public.citation, {"extension": "ris"}, name="sheet_ris"),
    path("p/<slug:identifier>/", public.permanent, name="permanent"),
    path("p/<slug:identifier>/image/", files.image, name="image"),
    path("p/<slug:identifier>/documents/<int:document_id>/", files.document, name="document"),
    path("deposer/", submission.start, name="submit"),
    path("deposer/chercher-une-fiche/", full.originals, name="sheet_picker"),
    path("deposer/<slug:identifier>/completer/", full.plan_of_sheet, name="submit_full"),
    path("deposer/<slug:identifier>/fichiers/", uploads.files, name="submit_files"),
    path("deposer/<slug:identifier>/apercu/", submission.preview, name="submit_preview"),
    path("deposer/<slug:identifier>/merci/", submission.thanks, name="submit_thanks"),
    path("deposer/<slug:identifier>/<slug:slug>/", submission.step, name="submit_step"),
    path("deposer/<slug:identifier>/<slug:slug>/enregistrer/", autosave.autosave, name="submit_autosave"),
    path("mes-fiches/", mine.index, name="mine"),
    path("mes-fiches/accord/<str:token>/", agreement.agreement, name="agreement"),
    path("mes-fiches/<slug:identifier>/", mine.sheet, name="mine_sheet"),
    path("mes-fiches/<slug:identifier>/reprendre/", mine.take_back, name="mine_take_back"),
    path("mes-fiches/<slug:identifier>/supprimer/", mine.delete, name="mine_delete"),
]
