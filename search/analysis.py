"""How French is read by the engine: three analyzers, made from the same steps.

`french` (index): inclusive endings cut, elision, case, accents, stop words, light stemming; hyphened words in parts and as a whole.
`french_search` (query): the same, in parts only. What words mean besides themselves is added by `search.language`, not here.
`exact`: neither stemming nor stop words, for phrases in quotes (« faire avec » is not « faire pour »).
Accents fall before stemming, so that a word and its unaccented spelling always share one stem.
"""

from typing import Any

from elasticsearch.dsl import analyzer, char_filter, normalizer, token_filter

_FEMININE = "e|ne|le|se|ve|fe|ère|rice|euse|trice"
_FEMININES = "e|es|ne|nes|se|ses|ve|ves|fe|fes|ère|ères|rice|rices|euse|euses|trice|trices"
#: « habitant·e·s », « habitant(e)s », « habitant.e.s », « habitant-e-s »: what follows the sign is an ending, not a word; the
#: plural is kept, in one of the four groups. A stop or a hyphen parts other things too: there only the known endings count.
INCLUSIVE_ENDINGS = (
    r"(?<=\p{L})(?:"
    r"[·•‧⋅∙]\p{L}{1,6}(?:[·•‧⋅∙]([sS])(?!\p{L}))?"
    rf"|\((?:{_FEMININES}|le|les|s)\)(s?)"
    rf"|\.(?:{_FEMININE})\.(s)(?!\p{{L}})"
    rf"|\.(?:{_FEMININES})(?!\p{{L}})"
    rf"|-(?:{_FEMININE})-(s)(?!\p{{L}})"
    r")"
)

ELIDED = ["l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu", "presqu"]

#: Folded like the text. « été » (summer too), « sans » (sans abri), « pas » (Pas-de-Calais) carry meaning here and stay.
STOP_WORDS = """
a ai as au aux avec c ce ces cet cette ceux ci comme d dans de des donc dont du elle elles en entre es est et eux il ils j je l la le les
leur leurs lui m ma mais me mes moi mon n ne ni nos notre nous on ont ou par pour qu que quel quelle quelles quels qui quoi s sa se ses si
son sont sur t ta te tes toi ton tu un une vos votre vous y
""".split()  # noqa: SIM905 one word a line would be a page

#: Words that the stemmer would take for other words of the field; each keeps a stem of its own.
KEPT_APART = {
    "formation": "formation",
    "formations": "formation",
    "logement": "logement",
    "logements": "logement",
    "mobilisation": "mobilisation",
    "mobilisations": "mobilisation",
    "droite": "droite",
    "droites": "droite",
}

_inclusive = char_filter("inclusive_endings", type="pattern_replace", pattern=INCLUSIVE_ENDINGS, replacement="$1$2$3$4")
#: A sign inside a word for the tokenizer, a frontier for `_parts`: « aller-vers » is indexed as aller, vers and allervers.
_hyphen = char_filter("hyphens", type="pattern_replace", pattern=r"(?<=\p{L})[-‐‑](?=\p{L})", replacement="_")
_elision = token_filter("french_elision", type="elision", articles=ELIDED, articles_case=True)
_plain_parts: dict[str, Any] = {
    "type": "word_delimiter_graph",
    "split_on_case_change": False,
    "split_on_numerics": False,
    "stem_english_possessive": False,
}
_parts = token_filter("parts", **_plain_parts)
_parts_and_whole = token_filter("parts_and_whole", **_plain_parts, catenate_words=True)
_stop = token_filter("french_stop", type="stop", stopwords=STOP_WORDS)
_apart = token_filter("kept_apart", type="stemmer_override", rules=[f"{word} => {stem}" for word, stem in KEPT_APART.items()])
_stemmer = token_filter("french_stemmer", type="stemmer", language="light_french")

_stems = ["asciifolding", _stop, _apart, _stemmer]

french = analyzer(
    "french_text",
    tokenizer="standard",
    char_filter=[_inclusive, _hyphen],
    filter=["lowercase", _elision, _parts_and_whole, "flatten_graph", *_stems],
)
french_search = analyzer("french_search", tokenizer="standard", char_filter=[_inclusive], filter=["lowercase", _elision, _parts, *_stems])
exact = analyzer("french_exact", tokenizer="standard", char_filter=[_inclusive], filter=["lowercase", _elision, _parts, "asciifolding"])
folded = normalizer("folded", type="custom", filter=["lowercase", "asciifolding"])
