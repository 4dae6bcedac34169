"""Decisions of the trainings: no database, no bus."""

from services.trainings.rules.codes import *
from services.trainings.rules.groups import *
from services.trainings.rules.sessions import *

MOST_OPEN_QUESTIONS = 200
