"""French typography, applied once to finished texts: spaces that never break, the curved apostrophe."""

import re
from functools import lru_cache

NO_BREAK = "\u00a0"
NARROW = "\u202f"
#: Characters of the longest text that is kept.
KEPT_UP_TO = 700

_SPACE = r"[ \t\u00a0\u202f]"
# What a reader never sees as words must come out as it went in: placeholders, tags, entities, addresses.
_UNTOUCHED = r"""
    (?P<untouched>
        %\(\w+\)[a-z] | %[sdfr](?!\w) | %%
      | \{[^{}\n]*\}
      | </?[A-Za-z][^<>]*> | <!--.*?-->
      | &\#?\w+;
      | (?:https?://|mailto:|tel:|www\.)[^\s<>"»]+
      | [\w.+-]+@[\w-]+\.[\w.-]+
    )
"""


def _rule(pattern: str) -> re.Pattern[str]:
    """A pattern that steps over what must stay untouched."""
    return re.compile(f"{_UNTOUCHED} | {pattern}", re.VERBOSE)


_APOSTROPHE = _rule(r"(?<=[^\W\d_]) ' (?=[^\W_]|[«“\"<%{])")
_OPENING_GUILLEMET = _rule(rf"« {_SPACE}* (?=\S)")
_CLOSING_GUILLEMET = _rule(rf"(?<=\S) {_SPACE}* »")
_INNER_OPENING, _INNER_CLOSING = re.compile(rf"«{_SPACE}*"), re.compile(rf"{_SPACE}*»")
_SPACED_HIGH_MARK = _rule(rf"(?<=\S) {_SPACE}+ (?P<mark>[;?!])")
_TIGHT_HIGH_MARK = _rule(r"(?<=[\w)\]»”\"’…%>}]) (?P<mark>[;?!]+) (?=$|[\s)\]»”\"<])")
_SPACED_COLON = _rule(rf"(?<=\S) {_SPACE}+ : (?=$|[\s<«“\"])")
_TIGHT_COLON = _rule(r"(?<=[\w)\]»”\"’…%>}]) : (?=$|[\s<«])")
_UNIT = _rule(rf"(?<=\d) {_SPACE} (?=€|%(?![(\w%]))")
#: Without any of these, no rule has anything to do: most labels are such.
_TOUCHED = re.compile(r"['«»;?!:€%]|\d[ \u00a0\u202f]\d")
_GROUPED_DIGITS = _rule(r"(?<![\d.,\u202f]) \d{1,3} (?:[ \u00a0\u202f]\d{3})+ (?!\d)")


def french(text: str) -> str:
    """The same words with French spacing and apostrophes; pure, and stable when applied again."""
    if not _TOUCHED.search(text):
        return text
    return _known(text) if len(text) <= KEPT_UP_TO else _set(text)


def inside(title: str) -> str:
    """The same title to be set between guillemets: its own become the inner ones."""
    return _INNER_CLOSING.sub("”", _INNER_OPENING.sub("“", title))


def _set(text: str) -> str:
    text = _replace(_APOSTROPHE, text, lambda found: "’")
    text = _replace(_OPENING_GUILLEMET, text, lambda found: "«" + NO_BREAK)
    text = _replace(_CLOSING_GUILLEMET, text, lambda found: NO_BREAK + "»")
    for rule in (_SPACED_HIGH_MARK, _TIGHT_HIGH_MARK):
        text = _replace(rule, text, lambda found: NARROW + found["mark"])
    for rule in (_SPACED_COLON, _TIGHT_COLON):
        text = _replace(rule, text, lambda found: NO_BREAK + ":")
    text = _replace(_UNIT, text, lambda found: NO_BREAK)
    return _replace(_GROUPED_DIGITS, text, lambda found: re.sub(r"\s", NARROW, found[0]))


#: Labels, titles and summaries come again on the next page: they are kept once set.
_known = lru_cache(maxsize=8192)(_set)


def _replace(rule: re.Pattern[str], text: str, replacement) -> str:
    return rule.sub(lambda found: found[0] if found["untouched"] else replacement(found), text)
