from services.trainings.tables.base import *
from services.trainings.tables.groups import *
from services.trainings.tables.questions import *
from services.trainings.tables.sessions import *
