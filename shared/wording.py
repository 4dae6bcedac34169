"""What in a text names somebody, or is an address of somebody."""

import re
from collections.abc import Collection, Iterable

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Nine digits or more, as numbers begin at home and abroad; a date has eight.
PHONE = re.compile(r"(?<![\w+])(?:\+|0)\d(?:[\s./()-]{0,2}\d){7,}")
ADDRESS = re.compile(f"{EMAIL.pattern}|{PHONE.pattern}")

WORDS = re.compile(r"[\w'\u2019-]+")
WORD = r"[A-ZÀ-ÖØ-Þ][\w'\u2019-]+"
BETWEEN = r"(?:[Vv]an|de|der|den|ter|ten|el|al|bin|von|da|di|du)"
TITLE = (
    r"(?:[Dd]hr|[Mm]w|[Mm]evr|[Mm]r|[Mm]rs|[Mm]s|[Dd]r|[Pp]rof)\.?|[Mm]eneer|[Mm]evrouw|[Dd]e heer|[Jj]uf|[Mm]eester"
)
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
MOST_NAMES = 5


def names_in(texts: Iterable[str | None], known: Collection[str] = (), most: int = MOST_NAMES) -> list[str]:
    """What looks like the name of a person, in order: a hint for whoever wrote it, never a refusal. `known`: names of
    areas, of the city and of the programme, which are nobody's."""
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
    return list(found)[:most]


def _without_its_ends(name: str, nobodys: Collection[str]) -> str:
    """A sentence begins with a capital too, and an area may stand beside a name."""
    words = name.split()
    while words and words[0].casefold() in nobodys:
        words = words[1:]
    while words and words[-1].casefold() in nobodys:
        words = words[:-1]
    return " ".join(words)


def addresses_in(text: str) -> list[str]:
    """E-mail addresses and telephone numbers, in order."""
    return [match[0].strip() for match in ADDRESS.finditer(text)]
