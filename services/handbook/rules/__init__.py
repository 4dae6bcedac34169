"""Decisions about the handbook: no database, no bus."""

from services.handbook.rules.contributing import *
from services.handbook.rules.crossing import *
from services.handbook.rules.differences import *
from services.handbook.rules.hints import *
from services.handbook.rules.pages import *
from services.handbook.rules.publishing import *
