"""trainings: introductions, groups and their course (training day + deepening half-day), session records."""

from shared.contracts.trainings.base import *
from shared.contracts.trainings.events import *
from shared.contracts.trainings.groups import *
from shared.contracts.trainings.questions import *
from shared.contracts.trainings.records import *
from shared.contracts.trainings.sessions import *
