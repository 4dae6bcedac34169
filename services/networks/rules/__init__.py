"""Decisions about the network: no database, no bus."""

from services.networks.rules.advice import *
from services.networks.rules.buddies import *
from services.networks.rules.figures import *
from services.networks.rules.initiatives import *
from services.networks.rules.intervisions import *
from services.networks.rules.meetings import *
from services.networks.rules.membership import *
from services.networks.rules.moderation import *
from services.networks.rules.onward import *
from services.networks.rules.pages import *
from services.networks.rules.posts import *
from services.networks.rules.provider import *
from services.networks.rules.tree import *
from services.networks.rules.visibility import *
