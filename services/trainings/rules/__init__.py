"""Decisions of the trainings: no database, no bus."""

from services.trainings.rules.book import *
from services.trainings.rules.certificates import *
from services.trainings.rules.clashes import *
from services.trainings.rules.codes import *
from services.trainings.rules.composition import *
from services.trainings.rules.findings import *
from services.trainings.rules.follow_ups import *
from services.trainings.rules.groups import *
from services.trainings.rules.merges import *
from services.trainings.rules.past import *
from services.trainings.rules.path import *
from services.trainings.rules.registrations import *
from services.trainings.rules.sessions import *
from services.trainings.rules.thank_yous import *

MOST_OPEN_QUESTIONS = 200
