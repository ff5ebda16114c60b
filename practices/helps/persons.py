"""Names of persons in a French text: by their first name or by the title before them. A guess, tuned to leave streets and schools alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.text import fold

FIRST_NAMES = Path(__file__).parents[1] / "data" / "first_names.txt"

#: A word that begins with a capital; what it is hyphened with belongs to it.
_WORD = re.compile(r"[^\W\d_]{1,40}(?:[-‑][^\W\d_]{1,40}){0,4}")
_TITLE = re.compile(r"(?<!\w)(?:M\.|MM\.|Mr\.?|Mmes?|Mlles?|Monsieur|Madame|Mademoiselle|Dr|Docteure?|Maître)[\s ]{1,2}$")
TITLES = frozenset("m mm mr mme mmes mlle mlles monsieur madame mademoiselle dr docteur docteure maitre".split())  # noqa: SIM905
#: After a name: « , 34 ans », « (12 ans) », « a 52 ans », « âgée de 7 ans ».
_AGE = re.compile(r"[\s ]?[,(–-]?[\s ]?(?:(?:âgée?[\s ]de|qui[\s ]a|avait|a)[\s ])?(\d{1,3}|\w{3,12}(?:-\w{3,12}){0,2})[\s ]ans\b")
#: Words that a place, an institution or a text is named after somebody with.
NAMING = frozenset(
    """
    rue avenue boulevard place square allee impasse quai cours pont parc jardin stade gymnase piscine port tour batiment immeuble ilot
    residence cite quartier secteur ensemble village ville commune ecole maternelle elementaire primaire college lycee universite institut
    iut irts campus centre maison espace salle foyer ehpad creche halte hopital clinique maternite polyclinique bibliotheque mediatheque
    theatre cinema musee eglise chapelle paroisse fondation association amicale collectif compagnie groupe federation mission prix loi
    rapport plan methode bourse station arret metro gare saint sainte st ste notre cap agence entreprise magasin festival journee ferme
    chateau fort ligne circonscription fonds ateliers atelier editions cafe
    """.split()  # noqa: SIM905 one word a line would be a page
)
_ARTICLES = frozenset(["l", "la", "le", "les", "un", "une", "du", "au", "aux", "des"])
#: What may stand between two words of one name.
_JOINED = re.compile(r"[\s'’«“\-]{0,4}")
_PARTICLES = frozenset(["de", "du", "la", "le", "el", "ben", "van"])
_LINKS = frozenset(["de", "d", "chez", "pour", "avec", "par", "et", "ou", "a", "que", "qu", "dont", "selon", "sans", "entre"])
#: Names that everybody gives to streets and schools, and quotes.
FAMOUS = frozenset(
    """
    jean-jaures,jules-ferry,victor-hugo,simone-veil,marie-curie,pierre-curie,louise-michel,rosa-parks,nelson-mandela,salvador-allende,
    jean-moulin,jacques-prevert,pablo-picasso,albert-camus,emile-zola,jean-monnet,martin-luther,paulo-freire,saul-alinsky,jean-vilar,
    pablo-neruda,jean-mace,leo-lagrange,guy-moquet,lucie-aubrac,olympe-de,george-sand,jules-verne,jean-zay,robert-schuman,charles-de,
    louis-aragon,paul-eluard,anne-frank,germaine-tillion,abbe-pierre,joseph-wresinski,saint-exupery,jean-rostand,louis-pasteur,
    claude-monet,romain-rolland,maria-montessori,celestin-freinet,francoise-dolto,simone-de,michel-foucault,pierre-bourdieu,yann-le
    """.replace("\n", "").replace(" ", "").split(",")
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """A name at [start:end] of the text, with the title before it (Mme, M., Dr…). `aged`: the age stands beside it, in the span too."""

    start: int
    end: int
    aged: bool = False
    first_name_only: bool = False


def persons(text: str) -> Iterator[Person]:
    """In the order of the text, each once; the time is that of reading it."""
    words = list(_WORD.finditer(text))
    usual, ambiguous = first_names()
    skip_until = -1
    for index, word in enumerate(words):
        if word.start() < skip_until or not word[0][0].isupper():
            continue
        title = _TITLE.search(text, max(word.start() - 16, 0), word.start())
        kind = _kind(word[0], usual, ambiguous)
        if not (title and len(word[0]) > 1) and (kind == "" or _names_something_else(text, words, index)):
            continue
        end, surname = _with_family_name(text, words, index)
        age = _AGE.match(text, end, end + 40)
        aged = bool(age and (age[1].isdigit() or age[1] in _NUMBERS or "-" in age[1]))
        if kind == "ambiguous" and not (title or surname or aged):
            continue
        end = age.end() if age and aged else end
        skip_until = end
        yield Person(title.start() if title else word.start(), end, aged, first_name_only=not surname and not title)


@cache
def first_names() -> tuple[frozenset[str], frozenset[str]]:
    """Folded: those that are nothing else, and those that are ordinary words too."""
    usual, _mark, ambiguous = FIRST_NAMES.read_text(encoding="utf-8").partition("\n# ambigus\n")
    return _read(usual), _read(ambiguous)


def _read(lines: str) -> frozenset[str]:
    return frozenset(name for line in lines.splitlines() if not line.startswith("#") for name in line.split())


def _kind(word: str, usual: frozenset[str], ambiguous: frozenset[str]) -> str:
    """`usual`, `ambiguous`, or '' when it is no first name. An acronym is none."""
    if word.isupper() and len(word) > 1:
        return ""
    folded = _folded(word)
    if folded in usual:
        return "usual"
    parts = folded.split("-")
    if len(parts) > 1 and all(part in usual or part in ambiguous for part in parts):
        return "usual"
    return "ambiguous" if folded in ambiguous else ""


def _names_something_else(text: str, words: list[re.Match[str]], index: int) -> bool:
    """Whether a street, a school or a law bears this name, or an article makes it a thing."""
    word = words[index]
    after = words[index + 1] if index + 1 < len(words) and words[index + 1].start() == word.end() + 1 else None
    if _folded(word[0]) in FAMOUS or (after and f"{_folded(word[0])}-{_folded(after[0])}" in FAMOUS):
        return True
    end = word.start()
    for step in range(1, 5):
        if index < step:
            return False
        before = words[index - step]
        between = text[before.end() : end]
        if not _JOINED.fullmatch(between):
            return False
        folded = _folded(before[0])
        if step == 1 and folded in _ARTICLES:
            return True
        if folded in _LINKS:
            return False
        if set(folded.removesuffix("s").split("-")) & NAMING or folded in NAMING:
            return True
        end = before.start()
    return False


def _with_family_name(text: str, words: list[re.Match[str]], index: int) -> tuple[int, bool]:
    """Where the whole name ends, and whether a family name follows the first word."""
    end, found = words[index].end(), False
    reached = end
    for word in words[index + 1 : index + 5]:
        if not text[reached : word.start()].isspace():
            break
        reached = word.end()
        if word[0][0].isupper():
            end, found = reached, True
        elif word[0] not in _PARTICLES:
            break
    return end, found


def _folded(word: str) -> str:
    return fold(word).replace(" ", "-")


_NUMBERS = frozenset(
    "six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante".split()  # noqa: SIM905
)
