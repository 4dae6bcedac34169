"""What can be read in a PDF of ours, in the order in which it is drawn."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress

STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
LETTER = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]+)>$", re.MULTILINE)
SHOWN = re.compile(rb"\[([^\]]*)\] TJ")
GLYPHS = re.compile(rb"<([0-9a-f]+)>")


def text_of(pdf: bytes) -> str:
    """Words apart by one space. The fonts are cuts of one family, which number their letters alike."""
    streams = list(_streams(pdf))
    letters = {
        glyph: bytes.fromhex(letter.decode()).decode("utf-16-be")
        for stream in streams
        if b"begincmap" in stream
        for glyph, letter in LETTER.findall(stream)
    }
    drawn = [run for stream in streams for run in SHOWN.findall(stream)]
    return " ".join(" ".join(_said(run, letters) for run in drawn).split())


def _streams(pdf: bytes) -> Iterator[bytes]:
    for packed in STREAM.findall(pdf):
        with suppress(zlib.error):
            yield zlib.decompress(packed)


def _said(run: bytes, letters: dict[bytes, str]) -> str:
    glyphs = b"".join(GLYPHS.findall(run)).lower()
    return "".join(letters[glyphs[at : at + 4]] for at in range(0, len(glyphs), 4))
