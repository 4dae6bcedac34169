"""Decisions about feedback: no database, no bus."""

from services.feedback.rules.anonymity import *
from services.feedback.rules.comments import *
from services.feedback.rules.figures import *
from services.feedback.rules.needs import *
from services.feedback.rules.surveys import *
from services.feedback.rules.tables import *
from services.feedback.rules.techniques import *
from services.feedback.rules.units import *
from services.feedback.rules.waves import *
