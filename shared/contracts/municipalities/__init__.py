"""municipalities: the programme, its areas and the people it stands on; the dashboard."""

from shared.contracts.municipalities.areas import *
from shared.contracts.municipalities.base import *
from shared.contracts.municipalities.council import *
from shared.contracts.municipalities.dashboard import *
from shared.contracts.municipalities.events import *
from shared.contracts.municipalities.goals import *
from shared.contracts.municipalities.incidents import *
from shared.contracts.municipalities.partners import *
from shared.contracts.municipalities.polarisation_maps import *
from shared.contracts.municipalities.programmes import *
from shared.contracts.municipalities.signals import *
from shared.contracts.municipalities.strategy import *
from shared.contracts.municipalities.triages import *
