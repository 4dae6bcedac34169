"""What in a text looks as if it named a person: no database, no bus."""

import re
from collections.abc import Iterable

from shared.wording import EMAIL, PHONE

Naming = tuple[str, str]


def in_text(text: str, names: Iterable[str]) -> list[Naming]:
    """Kind and words of each, once, in the order of the text. A name counts when it stands there in full."""
    found = [(match.start(), "email", match[0]) for match in EMAIL.finditer(text)]
    found += [(match.start(), "phone", match[0].strip()) for match in PHONE.finditer(text)]
    lowered = text.casefold()
    for name in names:
        words = name.casefold().split()
        if words and words[-1] in lowered:
            pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)"
            found += [(match.start(), "name", match[0]) for match in re.finditer(pattern, text, re.IGNORECASE)]
    return list(dict.fromkeys((kind, words) for _start, kind, words in sorted(found)))
