"""Addresses of what the observatory publishes. Lists have views of their own; a content is found by its whole path."""

from django.urls import path, re_path, register_converter

from . import feeds
from .converters import ContentIdentifier
from .views import cahiers, consent, dossiers, files, news, printed, public, redaction, tools, uses, versions, voice_files, voices

register_converter(ContentIdentifier, "content")

app_name = "publications"
urlpatterns = [
    path("lectures/", redaction.readings, name="readings"),
    path("lectures/<int:reading_id>/", redaction.reading, name="reading"),
    path("lectures/<int:reading_id>/texte/", redaction.reading_text, name="reading_text"),
    path("lectures/<int:reading_id>/refuser/", redaction.refuse_reading, name="reading_refuse"),
    path("epreuves/", redaction.proofs, name="proofs"),
    path("epreuves/a-corriger/<content:identifier>/", redaction.own_text, name="own_text"),
    path("epreuves/<str:token>/", redaction.proof, name="proof"),
    path("epreuves/<str:token>/texte/", redaction.proof_text, name="proof_text"),
    path("epreuves/<str:token>/epreuve.<str:kind>", redaction.proof_file, name="proof_file"),
    re_path(r"^(?P<path>(?:publications|outils|paroles)/[\w/-]+)/versions/(?P<number>\d{1,4})/$", versions.version, name="version"),
    path("actualites/", news.news, name="news"),
    path("flux/actualites.xml", feeds.news, name="news_feed"),
    path("paroles/", voices.voices, name="voices"),
    path("accord/", consent.typed, name="consent_code"),
    path("accord/<str:code>/", consent.consent, name="consent"),
    path("c/<str:identifier>/portrait.webp", voice_files.portrait, name="voice_portrait"),
    path("c/<str:identifier>/enregistrement", voice_files.recording, name="voice_recording"),
    path("outils/", tools.tools, name="tools"),
    path("dossiers/", dossiers.dossiers, name="dossiers"),
    path("c/<str:identifier>/", public.permanent, name="permanent"),
    path("c/<content:identifier>/fichiers/<int:document_id>/", files.file, name="file"),
    path("c/<content:identifier>/utilisation/", uses.use, name="use"),
    path("c/<content:identifier>/utilisation/<int:use_id>/reprendre/", uses.take_back, name="take_back_use"),
    path("publications/", cahiers.cahiers, name="cahiers"),
    path("flux/publications.xml", feeds.publications, name="publications_feed"),
    re_path(
        r"^publications/(?P<cahier>[\w-]+)/(?P<folder>fiches|paroles|outils)/(?P<identifier>o[pc]-[0-9a-z]{8})/$",
        cahiers.piece,
        name="piece",
    ),
    re_path(
        r"^publications/(?P<path>[\w-]+)/(?:versions/(?P<version>[1-9]\d{0,3})/)?(?P<name>cahier)\.(?P<extension>pdf|epub)$",
        printed.printed,
        name="cahier_file",
    ),
    re_path(
        r"^publications/(?P<path>[\w-]+/[\w-]+)/(?:versions/(?P<version>[1-9]\d{0,3})/)?(?P<name>article)\.(?P<extension>pdf)$",
        printed.printed,
        name="article_file",
    ),
    re_path(
        r"^(?P<path>(?:actualites|publications|outils|paroles|dossiers)/[\w/-]+)/citation\.(?P<extension>bib|ris)$",
        public.citation,
        name="citation",
    ),
    re_path(r"^(?P<path>(?:actualites|publications|outils|paroles|dossiers)/[\w/-]+/)$", public.content, name="content"),
]
