"""The first words of the editorial pages, in French: what editors find and make their own.

Each page: values of its fields by name. A body is a list of (kind of block, value); texts are rich text, in the tags that editors have.
"""

from typing import Any

HOME: dict[str, Any] = {
    "title": "Accueil",
    "headline": "Ce que l’on apprend avec les habitants mérite d’être raconté.",
    "lead": "Relues dans leur région : ce qui a marché, ce qui a freiné, et pour qui.",
    "sections": [
        ("latest_sheets", {"heading": "Dernières fiches publiées", "number": 6}),
        ("contents", {"heading": "Les derniers cahiers", "kind": "cahier", "number": 2}),
        ("dates", {"heading": "Prochains rendez-vous", "number": 4}),
        ("contents", {"heading": "Actualités", "kind": "news", "number": 3}),
        ("contents", {"heading": "Paroles", "kind": "voice", "number": 3}),
        ("contents", {"heading": "Nouveaux outils", "kind": "tool", "number": 3}),
        ("themes", {"heading": "Par thème"}),
        (
            "call",
            {
                "heading": "Vous menez une action collective ?",
                "text": (
                    "Racontez-la comme elle s’est passée. Un quart d’heure suffit pour une première fiche, et la rédaction de votre région "
                    "vous aide à la compléter. Ce qui n’a pas marché intéresse tout autant."
                ),
            },
        ),
    ],
}

#: Words and addresses of the main menu.
MENU: tuple[tuple[str, str], ...] = (
    ("Pratiques", "/pratiques/"),
    ("Thèmes", "/themes/"),
    ("Publications", "/publications/"),
    ("Paroles", "/paroles/"),
    ("Outils", "/outils/"),
    ("Dossiers", "/dossiers/"),
    ("Actualités", "/actualites/"),
)
FOOTER_TEXT = "Des travailleurs sociaux racontent ici ce qu’ils font avec les habitants, pour que d’autres s’en saisissent."

ABOUT: dict[str, Any] = {
    "title": "Qui sommes-nous",
    "intro": (
        "L’observatoire rassemble des actions menées avec des groupes et des habitants, racontées par celles et ceux qui les ont "
        "conduites, pour que d’autres puissent s’en saisir."
    ),
    "body": [
        ("heading", "Ce que vous trouvez ici"),
        (
            "text",
            "<p>Des fiches. Chacune raconte une action d’intervention sociale d’intérêt collectif (ISIC) : travail social avec les "
            "groupes, travail social communautaire, développement social local, ou un accompagnement individuel qui s’articule avec le "
            "collectif. Elle dit d’où vient l’action, avec qui elle s’est faite, par quelles étapes, ce qui a changé, ce qui a freiné "
            "et ce que l’équipe en retient.</p>"
            "<p>Une fiche n’est ni un modèle ni un palmarès. Il n’y a ici ni étoiles ni notes : une action qui a peu donné, ou qui "
            "s’est arrêtée, apprend souvent autant qu’une autre.</p>",
        ),
        ("heading", "Qui écrit"),
        (
            "text",
            "<p>Des travailleuses et des travailleurs sociaux, des équipes, des étudiantes et des étudiants, des bénévoles, seuls ou "
            "avec les personnes concernées. Il suffit d’un compte pour commencer un brouillon, et d’un quart d’heure pour une fiche "
            "courte. Chaque fiche est publiée avec l’accord de l’organisme qui porte l’action.</p>",
        ),
        ("heading", "Qui relit"),
        (
            "text",
            "<p>Chaque fiche est confiée à la rédaction de la région où l’action se passe. Les actions nationales, interrégionales ou "
            'menées à l’étranger vont à la rédaction nationale. La page <a href="/relecture-des-fiches/">Comment une fiche est '
            "relue</a> dit ce qui est regardé, et par qui.</p>",
        ),
        ("heading", "Qui tient ce site"),
        (
            "text",
            "<p>L’organisme qui publie ce site complète ici sa présentation : qui il est, avec quels partenaires, avec quels moyens et "
            'comment le joindre. Ses coordonnées officielles figurent dans les <a href="/mentions-legales/">mentions légales</a>.</p>',
        ),
    ],
}

REVIEW: dict[str, Any] = {
    "title": "Comment une fiche est relue",
    "intro": "Avant d’être publiée, une fiche est lue dans sa région. On ne juge pas l’action : on aide à bien la raconter.",
    "body": [
        ("heading", "Les neuf questions de la grille"),
        (
            "text",
            "<ol><li><b>Est-elle complète ?</b> L’essentiel est dit : le contexte, les objectifs, les publics, les étapes, ce que l’on "
            "retient.</li>"
            "<li><b>Est-elle claire ?</b> Quelqu’un qui ne connaît ni le lieu ni l’équipe peut la comprendre.</li>"
            "<li><b>Est-ce une action collective ?</b> Elle relève bien de l’intervention sociale d’intérêt collectif.</li>"
            "<li><b>Respecte-t-elle les personnes ?</b> Elles ont donné leur accord, restent anonymes, et rien ne les stigmatise.</li>"
            "<li><b>Dit-elle sur quoi reposent les effets ?</b> Qui les constate, et à partir de quoi.</li>"
            "<li><b>Dit-elle ce qui a freiné ?</b> Les difficultés et les désaccords ont leur place.</li>"
            "<li><b>Entend-on les personnes concernées ?</b> Leurs mots sont là, ou ce qu’elles en pensent.</li>"
            "<li><b>Que faudrait-il pour la reprendre ailleurs ?</b> Ce qui est indispensable, ce qui s’adapte, ce qu’il vaut mieux "
            "éviter.</li>"
            "<li><b>A-t-on le droit de publier les fichiers joints ?</b> Images et documents ont leurs autorisations et leur "
            "licence.</li>"
            "</ol><p>Un « non » aux questions 1 à 4, ou à la question 9, empêche la publication tant qu’il n’est pas levé. Les "
            "questions 5 à 8 n’empêchent rien : la réponse est montrée aux lecteurs, sous le titre « Ce que cette fiche documente "
            "».</p>",
        ),
        ("heading", "Ni note, ni classement"),
        (
            "text",
            "<p>La grille ne donne pas de score. La fiche montre sur quoi reposent ses constats (un récit, une observation, une "
            "évaluation externe…) et chacun en juge. Un effet absent ou défavorable se publie comme les autres.</p>",
        ),
        ("heading", "Qui lit, qui décide"),
        (
            "text",
            "<p>La rédaction de la région lit la fiche, peut demander des précisions, la confier à une autre région, la publier, ou ne "
            "pas la retenir ; dans ce cas elle dit pourquoi. La rédaction nationale peut intervenir partout.</p>"
            "<p>Elle peut aussi proposer à d’autres de relire : chaque personne remplit la grille de son côté, sans voir les réponses des "
            "autres ni vos coordonnées. De ces relectures, vous lisez ce que la rédaction choisit de vous transmettre, sans nom ; la "
            "décision reste la sienne.</p>"
            "<p>Personne ne peut approuver :</p>"
            "<ul><li>une fiche qu’il ou elle a écrite ;</li>"
            "<li>une fiche dont il ou elle a modifié le texte depuis son dépôt, tant que la personne qui l’a déposée n’a pas accepté "
            "ces modifications.</li>"
            "</ul><p>Ce qui est publié est exactement la version qui a été lue. Si la fiche change entre-temps, il faut la relire.</p>",
        ),
        ("heading", "Et après"),
        (
            "text",
            "<p>Une fiche publiée peut être corrigée : la version en ligne reste visible pendant que la nouvelle est relue. Vous "
            "pouvez retirer votre fiche à tout moment, sans avoir à vous justifier.</p>",
        ),
    ],
}

ACCESSIBILITY: dict[str, Any] = {
    "title": "Accessibilité",
    "intro": "Ce site doit pouvoir servir à tout le monde. Voici ce qui est vérifié, ce qui ne l’est pas, et comment signaler un obstacle.",
    "body": [
        ("heading", "Où nous en sommes"),
        (
            "text",
            "<p>Le site vise le niveau AA des règles WCAG 2.2 et le référentiel français RGAA 4.1. <b>Il n’a pas encore fait l’objet "
            "d’un audit de conformité</b> : aucun taux de conformité ne peut donc être annoncé.</p>",
        ),
        ("heading", "Ce qui est vérifié"),
        (
            "text",
            "<ul><li>Des contrôles automatiques, avec l’outil axe, dans un navigateur ; ils ne voient qu’une partie des obstacles "
            "possibles.</li>"
            "<li>L’usage au clavier seul, sans souris.</li>"
            "<li>L’affichage sur un écran de 320 pixels de large, ce qui correspond à un zoom de 400 %.</li>"
            "<li>L’usage sans JavaScript : chercher, lire et déposer une fiche restent possibles.</li>"
            "<li>Les couleurs, en mode clair comme en mode sombre.</li>"
            "</ul>",
        ),
        ("heading", "Ce qui ne l’a pas été"),
        (
            "text",
            "<ul><li>Aucun essai n’a été mené avec des personnes handicapées, ni par des spécialistes de l’accessibilité.</li>"
            "<li>Les lecteurs d’écran n’ont pas été essayés de façon systématique.</li>"
            "<li>Les documents joints aux fiches sont ceux que leurs auteurs ont fournis : certains peuvent être difficiles à "
            "lire.</li>"
            "<li>L’espace de la rédaction repose sur le logiciel Wagtail, dont nous ne maîtrisons pas tous les écrans.</li>"
            "</ul>",
        ),
        ("heading", "Signaler un obstacle"),
        (
            "text",
            '<p>Écrivez à l’adresse de contact donnée dans les <a href="/mentions-legales/">mentions légales</a> : dites-nous quelle '
            "page vous consultiez, ce que vous vouliez faire et avec quel matériel. Nous vous proposerons, si c’est possible, une "
            "autre façon d’obtenir ce que vous cherchiez.</p>"
            "<p>Si la réponse ne vous convient pas, vous pouvez saisir le Défenseur des droits, gratuitement, par courrier, par "
            "téléphone ou sur son site.</p>",
        ),
    ],
}

PRIVACY: dict[str, Any] = {
    "title": "Vos données",
    "intro": "Ce que nous gardons, pourquoi, et pour combien de temps. Nous demandons le moins possible.",
    "body": [
        ("heading", "Si vous lisez"),
        (
            "text",
            "<p>Rien n’est demandé. Le site ne mesure pas vos visites, n’affiche pas de publicité et n’appelle aucun autre site : "
            "polices, images et programmes viennent d’ici. Il ne dépose que les cookies nécessaires pour se connecter et pour protéger "
            "les formulaires.</p>",
        ),
        ("heading", "Si vous avez un compte"),
        (
            "text",
            "<ul><li><b>Votre nom et votre adresse électronique</b>, pour vous reconnaître et vous écrire au sujet de vos fiches. "
            "L’adresse de votre compte n’est jamais publiée. Ils sont gardés tant que le compte existe.</li>"
            "<li><b>Votre mot de passe</b>, sous une forme que personne ne peut relire ; et, si vous l’avez choisie, la deuxième étape "
            "de votre connexion, chiffrée.</li>"
            "<li><b>Vos accords, avec leur date</b> : aux règles du site, aux noms et aux coordonnées qu’une fiche montre, aux courriels "
            "sur les nouvelles fiches.</li>"
            "<li><b>Vos fiches et leur histoire</b> : qui a écrit, relu, publié, et quand. Cela permet de rendre compte de chaque "
            "décision. Cette histoire ne contient que des numéros : sans le compte, ils ne mènent à personne.</li>"
            "<li><b>Vos recherches enregistrées et vos listes</b>, jusqu’à ce que vous les supprimiez.</li>"
            "<li><b>Les courriels que le site vous a envoyés</b>, 90 jours.</li>"
            "<li><b>Les essais de connexion manqués</b>, avec l’adresse de l’ordinateur, 30 jours, pour protéger les comptes.</li>"
            "<li><b>Les invitations sans réponse</b> à rejoindre une rédaction, 90 jours.</li>"
            "</ul><p>Un compte dont personne ne se sert pendant 2 ans est supprimé. Vous êtes prévenu·e un mois avant, puis 14 jours "
            "avant ; se connecter une fois suffit à le garder.</p>",
        ),
        ("heading", "Si vous recevez la lettre"),
        (
            "text",
            "<p>Nous gardons votre adresse, les thèmes et les régions que vous avez choisis et le jour où vous avez confirmé, jusqu’à "
            "votre désinscription ; et pendant 90 jours, quelles lettres vous ont été envoyées. Une demande qui n’a pas été confirmée "
            "est oubliée au bout de 7 jours. La lettre ne dit à personne si vous l’ouvrez, ni ce que vous y suivez.</p>",
        ),
        ("heading", "Dans une fiche"),
        (
            "text",
            "<p>Une fiche publiée est publique, avec les noms que ses auteurs ont choisi d’y mettre. <b>La personne à contacter reste "
            "privée</b> : seule la rédaction la voit, sauf si la case qui la rend publique a été cochée. Les personnes dont on parle "
            "ne doivent pas pouvoir être reconnues ; la relecture y veille.</p>"
            "<p>Une fiche retirée n’est plus lisible. Nous gardons son identifiant et la date du retrait, pour que son ancienne "
            "adresse dise qu’elle a existé.</p>",
        ),
        ("heading", "Registre des traitements"),
        (
            "text",
            "<ul><li><b>Recueillir, relire et publier des fiches</b> : mission de l’observatoire, avec votre accord pour les noms et les "
            "coordonnées montrés. Lu par la rédaction de la région et la rédaction nationale. Tant que la fiche existe.</li>"
            "<li><b>Tenir les comptes et les droits</b> : nécessaire au service que vous demandez. Lu par l’administration du site. Tant "
            "que le compte existe, 2 ans au plus sans usage.</li>"
            "<li><b>Rendre compte des décisions</b> : le journal dit qui a fait quoi, par des numéros. Lu par l’administration. Tant que "
            "le site existe.</li>"
            "<li><b>Envoyer des courriels</b> : sur vos fiches, les nouvelles fiches et la lettre si vous l’avez demandé. 90 jours.</li>"
            "<li><b>Protéger le site</b> : essais de connexion manqués, 30 jours ; nombre de demandes, sans adresse, quelques "
            "minutes.</li></ul>",
        ),
        ("heading", "Ce que nous ne faisons pas"),
        ("text", "<p>Aucune donnée n’est vendue, ni transmise à des tiers, ni utilisée pour vous profiler.</p>"),
        ("heading", "Vos droits"),
        (
            "text",
            '<p>Depuis <a href="/compte/">votre compte</a>, vous pouvez corriger votre nom et votre adresse, <a '
            'href="/compte/mes-donnees/">télécharger toutes vos données</a>, et <a href="/compte/supprimer/">supprimer votre compte</a> : '
            "vous avez 14 jours pour changer d’avis, puis votre nom disparaît de partout, et vos fiches publiées restent sans lui ou sont "
            "retirées, comme vous le choisissez.</p>"
            "<p>Si votre nom figure dans la fiche de quelqu’un d’autre, ou pour toute autre demande, écrivez à l’adresse donnée dans les "
            '<a href="/mentions-legales/">mentions légales</a>. En cas de désaccord, vous pouvez saisir la CNIL.</p>',
        ),
    ],
}

LEGAL: dict[str, Any] = {
    "title": "Mentions légales",
    "intro": "Cette page est à compléter par l’organisme qui publie le site, avant son ouverture au public.",
    "body": [
        ("heading", "Éditeur"),
        (
            "text",
            "<p>[À compléter : nom de l’organisme, forme juridique, adresse, téléphone, adresse électronique, numéro "
            "d’enregistrement.]</p>"
            "<p>Directrice ou directeur de la publication : [à compléter].</p>",
        ),
        ("heading", "Hébergement"),
        ("text", "<p>[À compléter : nom, adresse et téléphone de l’hébergeur.]</p>"),
        ("heading", "Nous écrire"),
        (
            "text",
            "<p>[À compléter : adresse électronique et adresse postale, pour toute question sur le site, sur vos données ou sur "
            "l’accessibilité ; le cas échéant, coordonnées de la personne déléguée à la protection des données.]</p>",
        ),
        ("heading", "Droits sur les contenus"),
        (
            "text",
            "<p>Chaque fiche est publiée sous la licence choisie par ses auteurs, indiquée sur la fiche ; les documents joints ont la "
            'leur. La page <a href="/donnees-ouvertes/">Données ouvertes et API</a> dit ce que ces licences permettent. Les images '
            "gardent les droits que leur crédit mentionne.</p>",
        ),
        ("heading", "Signaler un contenu"),
        (
            "text",
            "<p>Si une fiche vous paraît porter atteinte à une personne ou à un droit, écrivez-nous en donnant l’adresse de la page : "
            "nous vérifierons et, s’il le faut, la retirerons.</p>",
        ),
    ],
}

OPEN_DATA: dict[str, Any] = {
    "title": "Données ouvertes et API",
    "intro": "Les fiches publiées peuvent être lues par des programmes, réutilisées et citées. Aucune clé n’est nécessaire.",
    "body": [
        ("heading", "Ce que vous pouvez en faire"),
        (
            "text",
            "<p>Chaque fiche porte sa licence, choisie par ses auteurs :</p>"
            "<ul>"
            "<li><b>CC BY 4.0</b> (le choix par défaut) : réutiliser et adapter, en citant les auteurs ;</li>"
            "<li><b>CC BY-SA 4.0</b> : de même, en partageant le résultat sous la même licence ;</li>"
            "<li><b>Licence Ouverte 2.0</b> (Etalab) : réutiliser librement, en citant la source et la date.</li>"
            "</ul>",
        ),
        ("heading", "Citer une fiche"),
        (
            "text",
            "<p>Chaque fiche a un identifiant de huit caractères précédés de « op », et une adresse permanente : <b>/p/identifiant/</b>. "
            "Citez cette adresse : elle reste valable si la fiche change de titre ou de région. Si la fiche est retirée, elle le "
            "dit.</p>",
        ),
        ("heading", "Une fiche en JSON"),
        (
            "text",
            "<p>Ajoutez <b>fiche.json</b> à la fin de l’adresse d’une fiche : tous ses champs publics, en données liées (JSON-LD).</p>",
        ),
        ("heading", "Chercher par programme"),
        (
            "text",
            "<p>L’adresse <b>/api/v1/practices</b> répond en JSON aux mêmes recherches que la page <a "
            'href="/pratiques/">Pratiques</a>, avec les mêmes paramètres : ce que vous voyez dans l’adresse de la page fonctionne '
            "aussi là. Par exemple : <b>/api/v1/practices?q=jardin&amp;territoire=dep-60&amp;par_page=50</b>.</p>"
            "<ul><li><b>q</b> : les mots cherchés ; une expression entre guillemets, un mot précédé d’un tiret pour l’exclure ;</li>"
            "<li><b>theme</b>, <b>territoire</b>, <b>mode</b>, <b>public</b>, <b>statut</b> et les autres filtres ; ils peuvent être "
            "répétés ;</li>"
            "<li><b>annee_min</b> et <b>annee_max</b> : les années où l’action s’est déroulée ;</li>"
            "<li><b>tri</b> : pertinence, recent ou titre ;</li>"
            "<li><b>page</b> et <b>par_page</b> (de 10 à 100).</li>"
            "</ul><p>Les territoires ont les codes officiels : « reg-32 » pour une région, « dep-60 » pour un département, « com-59350 "
            "» pour une commune, « anc-22 » pour une région d’avant 2016. Une valeur inconnue est signalée par une réponse 422, qui "
            "dit quel paramètre est en cause.</p>",
        ),
        ("heading", "Suivre sans revenir"),
        (
            "text",
            "<p>Trois flux Atom, à ajouter à votre lecteur de flux :</p>"
            "<ul><li><b>/flux/pratiques.xml</b> : les nouvelles fiches, avec les mêmes paramètres que la recherche ;</li>"
            '<li><b>/flux/actualites.xml</b> : les <a href="/actualites/">actualités</a>, avec leurs filtres, par exemple '
            "<b>/flux/actualites.xml?type=event&amp;territoire=reg-32</b> ;</li>"
            "<li><b>/flux/publications.xml</b> : les cahiers et leurs articles.</li></ul>",
        ),
        ("heading", "Ce qui n’y figure pas"),
        (
            "text",
            "<p>Les brouillons, les fiches en relecture, les échanges avec la rédaction et les contacts privés ne sortent jamais par "
            "ces adresses.</p>",
        ),
    ],
}

#: By address, in the order of the footer.
PAGES: dict[str, dict[str, Any]] = {
    "qui-sommes-nous": ABOUT,
    "relecture-des-fiches": REVIEW,
    "donnees-ouvertes": OPEN_DATA,
    "accessibilite": ACCESSIBILITY,
    "vos-donnees": PRIVACY,
    "mentions-legales": LEGAL,
}
