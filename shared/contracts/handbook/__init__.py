"""handbook: what a city knows, written down: chapters per theme, lessons from practice, what partners contribute."""

from shared.contracts.handbook.base import *
from shared.contracts.handbook.chapters import *
from shared.contracts.handbook.contributions import *
from shared.contracts.handbook.events import *
from shared.contracts.handbook.exchanged import *
from shared.contracts.handbook.manual import *
from shared.contracts.handbook.offers import *
from shared.contracts.handbook.published import *
from shared.contracts.handbook.shares import *
