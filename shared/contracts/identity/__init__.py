"""identity: people, accounts, roles. The only place of names and addresses."""

from shared.contracts.identity.accounts import *
from shared.contracts.identity.base import *
from shared.contracts.identity.bulk import *
from shared.contracts.identity.events import *
from shared.contracts.identity.imports import *
from shared.contracts.identity.links import *
from shared.contracts.identity.merges import *
from shared.contracts.identity.people import *
from shared.contracts.identity.texts import *
