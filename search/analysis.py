"""How French is read by the engine: three analyzers, made from the same steps.

`french` (index): inclusive endings cut, elision, case, accents, stop words, light stemming.
`french_search` (query): the same, with acronyms and their expansions side by side before the stop words go.
`exact`: neither stemming nor stop words, for phrases in quotes (« faire avec » is not « faire pour »).
Accents fall before stemming, so that a word and its unaccented spelling always share one stem.
"""

from elasticsearch.dsl import analyzer, char_filter, normalizer, token_filter

#: « habitant·e·s », « habitant(e)s »: what stands after the point or in the brackets is an ending, not a word;
#: the plural is kept.
INCLUSIVE_ENDINGS = (
    r"(?<=\p{L})(?:[·•‧⋅∙](?=\p{L})|\((?=(?:e|es|ne|nes|le|les|se|ses|ve|ves|fe|fes|ère|ères|rice|rices|euse|euses|trice|trices|s)\)))"
    r"\p{L}{1,6}(?:[·•‧⋅∙](s)\b|\)(s?)|)"
)

ELIDED = ["l", "m", "t", "qu", "n", "s", "j", "d", "c", "jusqu", "quoiqu", "lorsqu", "puisqu", "presqu"]

#: Folded like the text. « été » (summer too), « sans » (sans abri), « pas » (Pas-de-Calais) carry meaning here and stay.
STOP_WORDS = """
a ai as au aux avec c ce ces cet cette ceux ci comme d dans de des donc dont du elle elles en entre es est et eux il ils j je l la le les
leur leurs lui m ma mais me mes moi mon n ne ni nos notre nous on ont ou par pour qu que quel quelle quelles quels qui quoi s sa se ses si
son sont sur t ta te tes toi ton tu un une vos votre vous y
""".split()  # noqa: SIM905 one word a line would be a page

#: Acronyms of the field, each with what it stands for; folded, either finds the other.
ACRONYMS = {
    "isic": "intervention sociale d interet collectif",
    "isap": "intervention sociale d aide a la personne",
    "dsl": "developpement social local",
    "tsc": "travail social communautaire",
    "tsg": "travail social de groupe",
    "dpa": "developpement du pouvoir d agir",
    "rsa": "revenu de solidarite active",
    "ase": "aide sociale a l enfance",
    "iae": "insertion par l activite economique",
    "ccas": "centre communal d action sociale",
    "qpv": "quartier prioritaire de la politique de la ville",
    "fsl": "fonds de solidarite logement",
    "pmi": "protection maternelle et infantile",
    "caf": "caisse d allocations familiales",
    "msa": "mutualite sociale agricole",
    "hlm": "habitation a loyer modere",
    "chrs": "centre d hebergement et de reinsertion sociale",
}

_inclusive = char_filter("inclusive_endings", type="pattern_replace", pattern=INCLUSIVE_ENDINGS, replacement="$1$2")
_elision = token_filter("french_elision", type="elision", articles=ELIDED, articles_case=True)
_acronyms = token_filter("acronyms", type="synonym_graph", synonyms=[f"{short}, {long}" for short, long in ACRONYMS.items()])
_stop = token_filter("french_stop", type="stop", stopwords=STOP_WORDS)
_stemmer = token_filter("french_stemmer", type="stemmer", language="light_french")

_reading = ["lowercase", _elision, "asciifolding"]

french = analyzer("french_text", tokenizer="standard", char_filter=[_inclusive], filter=[*_reading, _stop, _stemmer])
french_search = analyzer("french_search", tokenizer="standard", char_filter=[_inclusive], filter=[*_reading, _acronyms, _stop, _stemmer])
exact = analyzer("french_exact", tokenizer="standard", char_filter=[_inclusive], filter=_reading)
folded = normalizer("folded", type="custom", filter=["lowercase", "asciifolding"])
