"""What in a text looks like a person's name: a hint for whoever wrote it, never a refusal."""

import re
from collections.abc import Collection, Iterable

WORDS = re.compile(r"[\w'\u2019-]+")
WORD = r"[A-ZÀ-ÖØ-Þ][\w'\u2019-]+"
BETWEEN = r"(?:[Vv]an|de|der|den|ter|ten|el|al|bin|von|da|di|du)"
TITLE = r"(?:[Dd]hr|[Mm]w|[Mm]evr|[Mm]r|[Mm]rs|[Mm]s|[Dd]r)\.?|[Mm]eneer|[Mm]evrouw|[Dd]e heer|[Jj]uf|[Mm]eester"
NAME = re.compile(rf"\b{WORD}(?:[ \t]+(?:{BETWEEN}[ \t]+){{0,2}}{WORD})+")
TITLED = re.compile(rf"\b(?:{TITLE})[ \t]+(?:{BETWEEN}[ \t]+){{0,2}}{WORD}(?:[ \t]+{WORD})?")
# What a sentence begins with, in Dutch and in English.
# fmt: off
BEGINNINGS = frozenset((
    "a", "aan", "after", "all", "als", "an", "and", "are", "at", "bij", "but", "by", "daar", "dan", "dat",
    "de", "deze", "die", "dit", "door", "een", "en", "er", "for", "from", "he", "het", "hier", "his", "how",
    "hun", "if", "in", "is", "it", "maar", "many", "met", "na", "naar", "niet", "no", "not", "nu", "of", "om",
    "on", "onze", "op", "our", "over", "she", "since", "sinds", "so", "some", "te", "tegen", "that", "the",
    "their", "then", "there", "these", "they", "this", "those", "to", "toen", "tot", "uit", "until", "veel",
    "via", "voor", "wat", "we", "what", "when", "where", "who", "wie", "wij", "with", "zij", "zo",
))
# fmt: on
MOST = 5


def what_looks_like_names(texts: Iterable[str | None], known: Collection[str]) -> list[str]:
    """At most five, in order. `known`: names of areas, of the city and of the programme, which are nobody's."""
    nobodys = {word.casefold() for name in known for word in WORDS.findall(name)} | BEGINNINGS
    found: dict[str, None] = {}
    for text in texts:
        for match in TITLED.finditer(text or ""):
            found[match.group()] = None
        for match in NAME.finditer(text or ""):
            name = _without_its_ends(match.group(), nobodys)
            if len([word for word in name.split() if word[0].isupper()]) > 1 and not any(
                name in each for each in found
            ):
                found[name] = None
    return list(found)[:MOST]


def _without_its_ends(name: str, nobodys: Collection[str]) -> str:
    """A sentence begins with a capital too, and an area may stand beside a name."""
    words = name.split()
    while words and words[0].casefold() in nobodys:
        words = words[1:]
    while words and words[-1].casefold() in nobodys:
        words = words[:-1]
    return " ".join(words)
