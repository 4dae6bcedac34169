"""feedback: surveys with anonymous answers, and their results from five answers on."""

from shared.contracts.feedback.answers import *
from shared.contracts.feedback.base import *
from shared.contracts.feedback.comments import *
from shared.contracts.feedback.events import *
from shared.contracts.feedback.needs import *
from shared.contracts.feedback.planned_activities import *
from shared.contracts.feedback.reports_back import *
from shared.contracts.feedback.results import *
from shared.contracts.feedback.surveys import *
