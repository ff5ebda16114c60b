"""What helps somebody to write: a sheet to adapt, a grid to fill offline."""

from django.urls import path

from ..views import adaptation, grid

urlpatterns = [
    path("p/<slug:identifier>/adapter/", adaptation.adapt, name="adapt"),
    path("deposer/grille.docx", grid.blank, {"extension": "docx"}, name="grid_docx"),
    path("deposer/grille.xlsx", grid.blank, {"extension": "xlsx"}, name="grid_xlsx"),
    path("deposer/importer/", grid.upload, name="grid_import"),
    path("deposer/<slug:identifier>/grille/", grid.report, name="grid_report"),
]
