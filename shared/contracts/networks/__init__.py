"""networks: the internal experts, who carry on after the course: profiles, experiences, advice."""

from shared.contracts.networks.advice import *
from shared.contracts.networks.answers import *
from shared.contracts.networks.base import *
from shared.contracts.networks.buddies import *
from shared.contracts.networks.events import *
from shared.contracts.networks.figures import *
from shared.contracts.networks.follows import *
from shared.contracts.networks.initiatives import *
from shared.contracts.networks.intervisions import *
from shared.contracts.networks.meetings import *
from shared.contracts.networks.membership import *
from shared.contracts.networks.minutes import *
from shared.contracts.networks.moderation import *
from shared.contracts.networks.news import *
from shared.contracts.networks.onward import *
from shared.contracts.networks.posts import *
from shared.contracts.networks.provider import *
from shared.contracts.networks.reuses import *
from shared.contracts.networks.tree import *
from shared.contracts.networks.visibility import *
