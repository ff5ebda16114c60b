"""Samples of every component in every state: the pattern page draws them, the tests look at them."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from search.choices import Branch, FacetView
from search.facets import Value


class SampleForm(forms.Form):
    """One field of each kind; validated, it shows each one's error."""

    context = forms.CharField(
        label="D’où cela vient-il ?",
        help_text="Ce que vous aviez vu, ce que les personnes demandaient. Quelques phrases suffisent ; pas de noms de personnes.",
        widget=forms.Textarea,
    )
    objective = forms.CharField(
        label="Ce que vous cherchiez à changer",
        help_text="Un objectif par ligne.",
        error_messages={"required": "Écrivez au moins un objectif : c’est ce que les autres équipes lisent en premier."},
    )
    mode = forms.ChoiceField(
        label="De quel mode d’intervention est-ce le plus proche ?",
        choices=[("", "Choisissez"), ("group", "Travail social avec les groupes"), ("community", "Travail social communautaire")],
    )
    audiences = forms.MultipleChoiceField(
        label="Avec qui agissez-vous ?",
        choices=[("tenants", "Locataires"), ("families", "Familles"), ("isolated_people", "Personnes isolées")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    status = forms.ChoiceField(
        label="Où en est l’action ?", choices=[("running", "En cours"), ("ended", "Terminée")], widget=forms.RadioSelect
    )
    picture = forms.FileField(label="Une image", required=False)
    consent = forms.BooleanField(
        label="Mon organisation accepte la publication de cette fiche", help_text="Sans cet accord, la fiche reste un brouillon."
    )


def samples() -> dict[str, Any]:
    """What templates/home/components.html draws."""
    return {
        "hits": HITS,
        "marked_hit": MARKED_HIT,
        "contents": CONTENTS,
        "chips": [{"label": "Lien social et vie locale", "url": "#chips"}, {"label": "Hauts-de-France", "url": "#chips"}],
        "facet": _facet(selected=True),
        "long_facet": _facet(selected=False, more=6),
        "folded_facet": replace(_facet(selected=False, more=6), parameter="exemple-plie"),
        "pages": _pages(),
        "sorts": [
            {"label": "par pertinence", "url": "#toolbar", "current": True},
            {"label": "les plus récentes", "url": "#toolbar", "current": False},
        ],
        "notices": [(kind, NOTICES[kind]) for kind in ("info", "success", "warning", "error")],
        "steps_of_form": [
            {"label": "L’essentiel", "state": "done", "url": "#progress"},
            {"label": "Où et avec qui", "state": "done", "url": "#progress"},
            {"label": "Ce qui s’est passé", "state": "current", "url": ""},
            {"label": "Ce que vous en tirez", "state": "todo", "url": ""},
            {"label": "Relire et envoyer", "state": "todo", "url": ""},
        ],
        "form": SampleForm(auto_id="id_%s"),
        "wrong_form": SampleForm({"context": "Les courriers restaient fermés."}, auto_id="wrong_%s"),
        "example": "Dans la salle d’attente, plusieurs personnes disaient la même chose : on ne sait plus à qui demander.",
        "effects": EFFECTS,
        "barriers": BARRIERS,
        "facilitators": FACILITATORS,
        "steps": STEPS,
        "reference": REFERENCE,
        "strip": [
            {"term": _("Territory"), "value": "Laon", "detail": "Aisne, Hauts-de-France · ancienne région : Picardie"},
            {"term": _("Carried by"), "value": "Un centre social", "detail": ""},
            {"term": _("State"), "value": "En cours depuis mars 2022", "detail": ""},
        ],
        "inks": range(12),
    }


def _hit(number: int, title: str, summary: str, theme: tuple[str, str], place: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": f"op-exemple{number}",
        "url": "#hit",
        "title": title,
        "summary": summary,
        "main_theme": {"slug": theme[0], "label": theme[1]},
        "territories": [place],
        "status": "running",
        "start_date": "2023-09",
        "end_date": "",
        "is_demo": False,
    } | more


HITS = [
    _hit(
        1,
        "Les veilleurs du palier",
        "Des voisins formés à repérer sans surveiller ; les aînés choisissent leur veilleur, et peuvent en changer.",
        ("voisinage", "Solidarités de voisinage"),
        {"label": "Laon", "context": "Aisne, Hauts-de-France", "former_regions": ["Picardie"]},
        effects_count=6,
        barriers_count=2,
    ),
    _hit(
        2,
        "L’atelier des petites pannes",
        "On y répare une lampe, puis on y lit une facture d’énergie : six mois plus tard, le groupe écrit au fournisseur.",
        ("budget", "Budget et surendettement"),
        {"label": "Rezé", "context": "Loire-Atlantique, Pays de la Loire", "former_regions": []},
        status="ended",
        start_date="2019",
        end_date="2021-06",
        effects_count=1,
        effects_without_success=1,
        is_demo=True,
    ),
    _hit(
        3,
        "Un titre bien plus long que les autres, comme il en vient toujours, pour voir ce que la carte en fait",
        "Un groupe de parole sur les dettes.",
        ("parole", "Groupes de parole"),
        {"label": "Québec", "context": "Canada", "former_regions": []},
        status="planned",
        start_date="2027",
    ),
]
MARKED_HIT = HITS[0] | {
    "highlights": {
        "title": [mark_safe("Les <mark>veilleurs</mark> du palier")],
        "text": [
            mark_safe("Les <mark>aînés</mark> choisissent leur veilleur"),
            mark_safe("l&#x27;<mark>isolement</mark> recule d&#x27;abord dans l&#x27;escalier"),
        ],
    }
}
NOTICES = {
    "info": "Le moteur de recherche se repose : les résultats viennent d’une recherche plus simple.",
    "success": "Votre fiche est envoyée à la rédaction de votre région.",
    "warning": "Cette fiche a changé depuis votre lecture.",
    "error": "Ce fichier n’est pas une image.",
}


def _value(value: str, label: str, count: int | None, selected: bool = False, below: Iterable[Branch] = ()) -> Branch:
    return Branch(Value(value, label, count, selected), list(below))


def _facet(selected: bool, more: int = 0) -> FacetView:
    below = [
        _value("voisinage", "Solidarités de voisinage", 12),
        _value("isolement", "Lutte contre l’isolement des personnes âgées", 0, True),
    ]
    return FacetView(
        parameter="exemple" if selected else "exemple-long",
        label="Thème",
        first=[
            _value("lien-social", "Lien social et vie locale", 61, selected, below if selected else ()),
            _value("logement", "Logement et habitat", 1240),
            _value("sante", "Santé et bien-être", None),
        ],
        more=[_value(str(number), f"Une autre valeur, la {number}e", number) for number in range(2, 2 + more)],
        selected=2 if selected else 0,
        finds="Chercher un thème par son nom" if selected else "",
    )


def _pages() -> list[dict[str, Any]]:
    return [{"number": number, "url": "#pagination", "current": number == 4} for number in (1, None, 3, 4, 5, None, 1084)]


EFFECTS = [
    {
        "level": "group",
        "dimension": "social_ties",
        "direction": "favourable",
        "horizon": "6_to_24_months",
        "reported_by": "persons_concerned",
        "evidence": "narrative",
        "description": "On se dépanne, on garde les enfants de l’autre.",
    },
    {
        "level": "partnership",
        "dimension": "mutual_view",
        "direction": "mixed",
        "horizon": "",
        "reported_by": "partners",
        "evidence": "cross_assessment",
        "description": "Le bailleur nous écoute mieux ; il nous appelle aussi pour tout.",
    },
    {
        "level": "territory",
        "dimension": "local_policy",
        "direction": "none",
        "horizon": "over_2_years",
        "reported_by": "team_managers",
        "evidence": "indicators",
        "description": "Le règlement des espaces verts n’a pas bougé.",
    },
    {
        "level": "persons",
        "dimension": "self_esteem",
        "direction": "unfavourable",
        "horizon": "under_6_months",
        "reported_by": "social_workers",
        "evidence": "recorded_observation",
        "description": "",
    },
]
BARRIERS = [
    {
        "viewpoint": "social_workers",
        "nature": "workload",
        "intensity": 3,
        "outcome": "bypassed",
        "description": "Ce temps se prenait sur la pause.",
        "lever": "Une demi-journée inscrite au planning.",
    },
    {
        "viewpoint": "persons_concerned",
        "nature": "legitimacy",
        "intensity": 2,
        "outcome": "lifted",
        "description": "« Et de quel droit on parlerait pour les autres ? »",
        "lever": "Des décisions modestes, et tenues.",
    },
    {
        "viewpoint": "team_managers",
        "nature": "workload",
        "intensity": 1,
        "outcome": "persistent",
        "description": "L’action s’ajoute au reste, elle ne le remplace pas.",
        "lever": "",
    },
    {"viewpoint": "elected_officials", "nature": "funding", "intensity": 4, "outcome": "stopped_action", "description": "", "lever": ""},
]
FACILITATORS = [
    {
        "viewpoint": "social_workers",
        "nature": "management_support",
        "description": "Une cheffe de service qui venait aux rencontres, et s’y taisait.",
        "decisive": True,
    },
    {"viewpoint": "partners", "nature": "management_support", "description": "Une convention d’une page.", "decisive": False},
]
REFERENCE = {
    "text": "Centre social des Tilleuls (2026). Le banc des parents. Observatoire des pratiques, fiche op-3k7m2q9x. https://exemple.fr/p/op-3k7m2q9x/",
    "address": "https://exemple.fr/p/op-3k7m2q9x/",
    "files": [{"label": "RIS (Zotero, EndNote)", "url": "#citation"}, {"label": "BibTeX", "url": "#citation"}],
}
STEPS = [
    {"period": "mars 2022", "description": "Quatre rendez-vous au pied de la tour, sans ordre du jour.", "key_moment": False},
    {
        "period": "été 2022",
        "description": "L’équipe part en congés ; le groupe continue.\n\nC’est là qu’il est devenu un groupe.",
        "key_moment": True,
    },
    {"period": "", "description": "Une étape sans date.", "key_moment": False},
]
CONTENTS = [
    {
        "kind": "news",
        "type": "event",
        "url": "#teaser",
        "title": "Une journée pour lire les fiches à voix haute",
        "summary": "Le matin, cinq équipes racontent ; l’après-midi, on écrit.",
        "date": "2026-11-20",
        "happens": {"on": "2026-12-12", "until": None, "place": "Lille"},
        "territories": [{"code": "com-59350", "label": "Lille", "context": "Nord, Hauts-de-France", "former_regions": []}],
        "themes": [{"slug": "vie-de-quartier", "label": "Vie de quartier et habitants"}],
    },
    {
        "kind": "dossier",
        "url": "#teaser",
        "title": "Un contenu sans résumé, ni thème, ni lieu",
        "summary": "",
        "published_at": "2026-11-02T08:00:00Z",
        "territories": [],
        "themes": [],
    },
]
