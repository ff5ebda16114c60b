"""From the plain words of `q` to parts, each with what it may mean. Longest spans first; small words and question words tell nothing."""

from dataclasses import dataclass

from core.text import LINKING_WORDS

from ..analysis import STOP_WORDS
from .lexicon import Lexicon, Meaning, communes, span_of
from .reading import Word, read

#: Words by which people ask, and that sheets do not answer to.
QUESTION_WORDS = frozenset(
    """
    comment pourquoi quand combien quoi lequel laquelle lesquels lesquelles est ce peut peuvent pouvons puis faut doit devons doivent
    cherche cherchons recherche trouver existe existent voudrais voudrions aimerais souhaite fiche fiches
    """.split()  # noqa: SIM905 one word a line would be a page
)
#: Words that tell little: they count when they are there, and are not missed.
LIGHT_WORDS = frozenset(
    """
    fait faire font faisons aide aider parle parler demande demandent demander reste rester vient viennent venir propose proposer avoir
    etre mettre mis donner donne savoir veulent veut vouloir rien personne toujours encore plus moins tres bien sans chez entre vers
    autour monter mener lancer organiser action actions projet projets pratique pratiques experience experiences demarche demarches
    idee idees exemple exemples outil travail
    """.split()  # noqa: SIM905 one word a line would be a page
)


@dataclass(frozen=True)
class Part:
    """One thing asked for: a word, or several that go together (`inner`: the same words read without their common meaning)."""

    words: tuple[Word, ...]
    meanings: tuple[Meaning, ...] = ()
    inner: tuple["Part", ...] = ()

    @property
    def text(self) -> str:
        return " ".join(word.typed for word in self.words)

    @property
    def is_light(self) -> bool:
        return len(self.words) == 1 and not self.meanings and self.words[0].folded in LIGHT_WORDS

    @property
    def is_place(self) -> bool:
        """Whether it names a territory: who names one does not want the others."""
        if self.means("place") or self.means("only_place"):
            return True
        return tuple(word.key for word in self.words) in communes()

    def means(self, kind: str) -> bool:
        return any(meaning.kind == kind for meaning in self.meanings)


def understand(text: str, lexicon: Lexicon) -> tuple[Part, ...]:
    """The parts of a text, in order; none when it holds only small words and question words."""
    words = read(text)
    return _parts(words, lexicon, lexicon.longest)


def _parts(words: list[Word], lexicon: Lexicon, longest: int) -> tuple[Part, ...]:
    parts: list[Part] = []
    start = 0
    while start < len(words):
        if part := _span(words[start:], lexicon, longest) or _hyphened(words[start:]):
            parts.append(part)
            start += len(part.words)
        else:
            word = words[start]
            if _tells(word):
                parts.append(Part((word,), tuple(lexicon.meanings((word.key,)))))
            start += 1
    return tuple(parts)


def _tells(word: Word) -> bool:
    return word.folded not in STOP_WORDS and word.folded not in QUESTION_WORDS


def _span(words: list[Word], lexicon: Lexicon, longest: int) -> Part | None:
    """The longest run of several words from here that the lexicon knows. It neither begins nor ends with an article, but for a name."""
    if words[0].folded in LINKING_WORDS:
        name = words[:2]
        meanings = lexicon.meanings(tuple(word.key for word in name))
        return Part(tuple(name), tuple(meanings)) if meanings else None
    best: Part | None = None
    telling = 0
    for end, word in enumerate(words, start=1):
        if word.folded in LINKING_WORDS:
            continue
        telling += 1
        if telling > longest:
            break
        if telling > 1 and (meanings := lexicon.meanings(span_of(words[:end]))):
            run = words[:end]
            best = Part(tuple(run), tuple(meanings), _parts(run, lexicon, telling - 1))
    return best


def _hyphened(words: list[Word]) -> Part | None:
    """« aller-vers »: one thing, though two words."""
    run = words[: words[0].hyphened]
    if len(run) == 1 or not any(map(_tells, run)):
        return None
    return Part(tuple(run), inner=tuple(Part((word,)) for word in run))
