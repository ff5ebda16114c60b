"""What the guides show: which picture is made of which page, as whom, how wide. The files are named after it, in docs/images/guides/."""

from typing import NamedTuple

PAGE, ADMIN, PHONE = 1000, 1200, 390


class Picture(NamedTuple):
    """`address`: its words in braces are those of `stage.addresses`. `person`: what comes before @demo.example; empty, nobody is signed in.

    `selector`: the part of the page that the screen, as high as `height`, is brought to; empty, the top of the page.
    """

    name: str
    address: str
    person: str = ""
    width: int = PAGE
    selector: str = ""
    height: int = 760


PICTURES = (
    Picture("lire-recherche", "/pratiques/?q=jeunes"),
    Picture("lire-fiche", "{sheet}"),
    Picture("lire-tout", "/recherche/?q=groupe"),
    Picture("lire-telephone", "{sheet}", width=PHONE),
    Picture("lire-enregistrer", "/compte/recherches/enregistrer/?q=jeunes", "chercheuse"),
    Picture("contribuer-commencer", "/deposer/", "contributrice"),
    Picture("contribuer-ecran", "{draft}/essentiel/", "contributrice"),
    Picture("contribuer-mes-fiches", "/mes-fiches/", "contributrice"),
    Picture("contribuer-demandes", "{asked}/demandes/", "contributrice"),
    Picture("relire-mes-relectures", "/relecture/", "relectrice"),
    Picture("relire-grille", "{reading}#grille"),
    Picture("relire-publication", "{article_reading}", "relectrice"),
    Picture("region-bureau", "/gestion/fiches/", "redaction-hdf", ADMIN),
    Picture("region-fiche", "{sent}", "redaction-hdf", ADMIN, height=900),
    Picture("region-signalements", "/gestion/fiches/signalements/", "redaction-hdf", ADMIN),
    Picture("nationale-tableau", "/gestion/publications/", "nationale", ADMIN),
    Picture("nationale-publication", "{piece}", "nationale", ADMIN),
    Picture("nationale-cahier", "{cahier}", "nationale", ADMIN, "#panel-child-contenu-ou_en_sont_les_pieces-section"),
    Picture("nationale-accords", "/gestion/paroles/", "nationale", ADMIN),
    Picture("nationale-lettre", "{letter}", "nationale", ADMIN, height=1100),
    Picture("nationale-accueil", "{home}", "nationale", ADMIN),
    Picture("auteur-mes-textes", "/epreuves/", "contributrice"),
    Picture("auteur-bon-a-tirer", "{proof}"),
    Picture("administrer-redactions", "/gestion/redaction/", "admin", ADMIN),
    Picture("administrer-circuit", "/gestion/workflows/list/", "admin", ADMIN),
    Picture("administrer-journal", "/gestion/audit/", "admin", ADMIN, "main table.listing"),
)
