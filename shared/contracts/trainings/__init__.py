"""trainings: introductions, groups and their course (training day + deepening half-day), session records."""

from shared.contracts.trainings.activity import *
from shared.contracts.trainings.arrangements import *
from shared.contracts.trainings.base import *
from shared.contracts.trainings.book import *
from shared.contracts.trainings.cases import *
from shared.contracts.trainings.certificates import *
from shared.contracts.trainings.composition import *
from shared.contracts.trainings.events import *
from shared.contracts.trainings.groups import *
from shared.contracts.trainings.outstanding import *
from shared.contracts.trainings.overview import *
from shared.contracts.trainings.past import *
from shared.contracts.trainings.personal import *
from shared.contracts.trainings.questions import *
from shared.contracts.trainings.records import *
from shared.contracts.trainings.reflections import *
from shared.contracts.trainings.registrations import *
from shared.contracts.trainings.sessions import *
from shared.contracts.trainings.thank_yous import *
from shared.contracts.trainings.trainers import *
