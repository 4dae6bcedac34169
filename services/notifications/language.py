"""One reader's language: translated texts, and dates as they are written there."""

import gettext
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from shared.contracts.fields import local

CATALOGS = Path(__file__).parent / "translations"
# Where a bare language would write dates as elsewhere in the world.
LOCALES = {"en": "en_GB"}


class Language:
    def __init__(self, code: str, time_zone: str):
        self.code, self.time_zone = code, time_zone
        self.translate: Callable[[str], str] = _catalog(code).gettext
        self.translate_number: Callable[[str, str, int], str] = _catalog(code).ngettext
        self.locale = Locale.parse(LOCALES.get(code, code))

    def day(self, day: date) -> str:
        return format_date(day, "full", self.locale)

    def day_of(self, moment: datetime) -> str:
        return self.day(self._local(moment).date())

    def moment(self, moment: datetime) -> str:
        return f"{self.day_of(moment)}, {format_time(self._local(moment), 'short', locale=self.locale)}"

    def hours(self, starts_at: datetime, ends_at: datetime) -> str:
        start, end = (format_time(self._local(moment), "short", locale=self.locale) for moment in (starts_at, ends_at))
        return f"{start} - {end}"

    def zone_of(self, moment: datetime) -> str:
        return get_timezone_name(self._local(moment), locale=self.locale)

    def _local(self, moment: datetime) -> datetime:
        return local(moment, self.time_zone)


@cache
def _catalog(code: str) -> gettext.NullTranslations:
    """Read from the .po file itself, so that nothing needs to be compiled before; English is in the code."""
    path = CATALOGS / code / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as po:
        catalog = read_po(po)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
