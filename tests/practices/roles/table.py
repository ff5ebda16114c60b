"""Who may do what with a sheet, in each of its states, written by hand from the domain's roles.

A sheet of Hauts-de-France; what a line does not name is refused. `docs/developers/roles.md` is this table as pages (`render`), and
`test_roles` tries every cell through HTTP.
"""

ROLES = {
    "visitor": "personne sans compte",
    "member": "personne avec un compte",
    "contributor": "contributeur·rice",
    "reader": "co-auteur·rice qui lit",
    "commenter": "co-auteur·rice qui commente",
    "writer": "co-auteur·rice qui écrit",
    "reviewer": "relecteur·rice de ce tour",
    "editor": "rédaction de la région",
    "elsewhere": "rédaction d’une autre région",
    "national": "rédaction nationale",
    "administrator": "administration",
}
STATES = {
    "draft": "brouillon",
    "submitted": "soumise",
    "in_review": "en relecture",
    "changes": "compléments demandés",
    "declined": "non retenue",
    "published": "publiée",
    "rewritten": "publiée, nouvelle version en brouillon",
    "renewed": "publiée, nouvelle version soumise",
    "withdrawn": "retirée depuis moins de 30 jours",
    "archived": "archivée",
}

EVERY = tuple(STATES)
SENT = tuple(state for state in STATES if state != "draft")
PUBLIC = ("published", "rewritten", "renewed")
UNDER_REVIEW = ("submitted", "in_review", "renewed")
IN_HER_HANDS = ("draft", "changes", "published", "rewritten", "withdrawn", "archived")
EVERYBODY = tuple(ROLES)
WITH_ACCOUNT = tuple(role for role in ROLES if role != "visitor")
WRITE_TOGETHER = ("contributor", "reader", "commenter", "writer")
COMMENT_TOGETHER = ("contributor", "commenter", "writer")
EDITORS = ("editor", "national")

#: (act, what it is, states, roles).
RULES = (
    ("read_public", "lire la fiche publique", PUBLIC, EVERYBODY),
    ("adapt", "l’adapter : commencer une fiche à partir d’elle", PUBLIC, WITH_ACCOUNT),
    ("report", "la signaler", PUBLIC, EVERYBODY),
    ("read_own_page", "voir sa page dans « Mes fiches »", EVERY, WRITE_TOGETHER),
    ("preview", "voir l’aperçu de la dernière version", EVERY, WRITE_TOGETHER),
    ("write", "écrire", IN_HER_HANDS, ("contributor", "writer")),
    ("submit", "envoyer à la rédaction", IN_HER_HANDS, ("contributor",)),
    ("take_back", "reprendre une fiche envoyée", UNDER_REVIEW, ("contributor",)),
    ("delete", "supprimer le brouillon", ("draft",), ("contributor",)),
    ("withdraw", "retirer de la lecture publique", PUBLIC, ("contributor",)),
    ("restore_own", "remettre ce qu’on a retiré", ("withdrawn",), ("contributor",)),
    ("give_up", "renoncer à la nouvelle version", ("rewritten",), ("contributor",)),
    ("invite", "inviter à écrire ensemble", EVERY, ("contributor",)),
    ("change_role", "changer ce que peut une personne invitée", EVERY, ("contributor",)),
    ("take_offer_back", "revenir sur sa proposition de confier la fiche", EVERY, ("contributor",)),
    ("accept_offer", "accepter de tenir la fiche, quand on vous l’a proposé", EVERY, ("writer",)),
    ("leave", "quitter une fiche partagée", EVERY, ("reader", "commenter", "writer")),
    ("read_comments", "lire les commentaires", EVERY, WRITE_TOGETHER),
    ("comment", "commenter", EVERY, COMMENT_TOGETHER),
    ("read_versions", "lire l’historique des versions", EVERY, WRITE_TOGETHER),
    ("take_up_version", "reprendre une version antérieure", IN_HER_HANDS, ("contributor", "writer")),
    (
        "withhold_names",
        "retirer les noms de la fiche publique",
        tuple(state for state in STATES if state not in ("withdrawn", "archived")),
        ("contributor",),
    ),
    ("answer_requests", "répondre aux demandes de compléments", ("changes",), ("contributor", "writer")),
    ("take_messages", "ouvrir le formulaire qui cache l’adresse du contact", PUBLIC, ("contributor",)),
    ("get_certificate", "obtenir une attestation", PUBLIC, ("contributor", "writer")),
    ("read_on_desk", "lire sur le bureau de la rédaction", SENT, EDITORS),
    ("preview_on_desk", "voir l’aperçu depuis le bureau", SENT, EDITORS),
    ("read_versions_on_desk", "comparer les versions transmises", SENT, EDITORS),
    ("correct_text", "corriger le texte pendant la relecture", UNDER_REVIEW, EDITORS),
    ("take", "prendre en charge", ("submitted", "renewed"), EDITORS),
    # Whoever holds it has taken it already.
    ("take", "prendre en charge", ("in_review",), ("national",)),
    ("give", "confier à une autre personne de la rédaction", UNDER_REVIEW, EDITORS),
    ("release", "ne plus la tenir, ou dire que personne ne la tient", ("in_review",), EDITORS),
    ("set_due", "fixer une échéance", (*UNDER_REVIEW, "changes"), EDITORS),
    ("remind_holder", "rappeler la fiche à qui la tient", ("in_review",), EDITORS),
    ("remind_contributor", "rappeler les compléments demandés", ("changes",), EDITORS),
    ("approve", "publier", UNDER_REVIEW, EDITORS),
    ("ask_changes", "demander des compléments", UNDER_REVIEW, EDITORS),
    ("decline", "ne pas retenir", UNDER_REVIEW, EDITORS),
    ("ask_agreement", "demander l’accord sur des corrections", UNDER_REVIEW, EDITORS),
    ("hand_over", "transmettre à une autre région", SENT, EDITORS),
    ("assign", "demander une relecture", UNDER_REVIEW, EDITORS),
    ("take_back_reading", "ne plus demander une relecture", ("in_review",), EDITORS),
    ("read_oneself", "remplir sa propre grille", UNDER_REVIEW, EDITORS),
    ("list_reading", "trouver la fiche parmi ses relectures", ("in_review",), ("reviewer",)),
    ("fill_reading", "remplir la grille qu’on vous a demandée", ("in_review",), ("reviewer",)),
    ("settle_request", "clore une demande de complément", ("in_review",), EDITORS),
    ("amend", "corriger une coquille de la fiche publique", ("published", "rewritten"), EDITORS),
    ("confirm", "confirmer que l’action est toujours en cours, après l’avoir demandé à l’équipe", PUBLIC, EDITORS),
    ("archive", "archiver", PUBLIC, EDITORS),
    ("suspend", "suspendre après un signalement", PUBLIC, EDITORS),
    ("restore", "remettre une fiche archivée", ("archived",), EDITORS),
    ("answer_report", "répondre à un signalement", ("published",), EDITORS),
)


def allowed(state: str) -> dict[str, set[str]]:
    """For each act the roles that may do it in this state."""
    found: dict[str, set[str]] = {act: set() for act, *_rest in RULES}
    for act, _label, states, roles in RULES:
        found[act] |= set(roles) if state in states else set()
    return found


def labels() -> dict[str, str]:
    return {act: label for act, label, *_rest in RULES}
