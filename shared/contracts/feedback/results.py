"""What is shown of the answers: of one survey, of a group, of a programme, of the city.

Figures are worked out of whole surveys with at least five answers, or of several smaller ones counted together; tables
of at least two of those, when there are enough people in every cell. What was once shown never changes, but more may
be added to it.
"""

from shared.access import COORDINATOR, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.feedback.answers import SurveyQuestion
from shared.contracts.feedback.base import WAVES, feedback
from shared.contracts.feedback.comments import ReleasedComment
from shared.contracts.feedback.surveys import OneSurvey, Survey

MEANINGS = ("exact", "about", "at_least", "at_most")


# Name -> the two waves. Who looks back says how it was before, and how it is now, in the same wave.
LOOKING_BACK = "looking_back"
COMPARISONS = {
    "before_after": ("t0", "t1"),
    LOOKING_BACK: ("t1", "t1"),
    "three_months": ("t1", "t3"),
    "six_months": ("t1", "t6"),
}


class Mean(Schema):
    """How many answered a scale, and their mean. `n` is the least that it may be unless `n_is_exact`."""

    n = fields.Number()
    n_is_exact = fields.YesNo()
    mean = fields.Decimal()
    mean_is = fields.Choice(MEANINGS)


class Figure(Mean):
    """Over all that may be counted in its wave: figures of two waves may be of other groups, unlike comparisons."""

    question = fields.Text()
    wave = fields.Choice(WAVES)


class Comparison(Schema):
    """One question at two moments, over the same groups both times; each weighs the same on both sides. `groups`: how
    many; a group is left out where one of the moments shows nothing of it, or only together with other groups."""

    comparison = fields.Choice(tuple(COMPARISONS))
    question = fields.Text()
    groups = fields.Number()
    before = fields.Part(Mean)
    after = fields.Part(Mean)


class Table(Schema):
    """`option` is null for the bands of a scale (`0-6`, `7-8`, `9-10`); of an option `cells` holds `chosen` and
    `not_chosen`. The net promoter score is null for a question that asks for none."""

    question = fields.Text()
    wave = fields.Choice(WAVES)
    option = fields.Text(allow_none=True)
    n = fields.Number()
    cells = fields.Counts()
    net_promoter_score = fields.Number(min=-100, max=100, allow_none=True)


class Wave(Schema):
    """`answered` is null if no survey may be counted; `invited_to_counted` is how many were invited to those that are.
    `waiting`: the closed surveys with too few answers as yet, alone or together."""

    wave = fields.Choice(WAVES)
    surveys = fields.Number()
    open = fields.Number()
    waiting = fields.Number()
    invited = fields.Number()
    invited_to_counted = fields.Number()
    answered = fields.Number(allow_none=True)


OUTCOMES = ("growth", "recommend")


class Side(Mean):
    """Groups that answered enough count for themselves; smaller ones that were counted together are one."""

    units = fields.Number()


class TechniqueOutcome(Schema):
    """What people said right after the course where a technique was worked with, and where not. `growth`: by how many
    points they see themselves grown when they look back; `recommend`: from 0 to 10."""

    technique = fields.Cell()
    outcome = fields.Choice(OUTCOMES)
    with_it = fields.Part(Side)
    without_it = fields.Part(Side)


class Outcome(Schema):
    """`questions`: what the figures and tables are about, in the order of asking."""

    waves = fields.Many(fields.Part(Wave))
    questions = fields.Many(fields.Part(SurveyQuestion))
    figures = fields.Many(fields.Part(Figure))
    comparisons = fields.Many(fields.Part(Comparison))
    tables = fields.Many(fields.Part(Table), max=2_000)


class CityOutcome(Outcome):
    """A technique is told of with at least five units on either side."""

    techniques = fields.Many(fields.Part(TechniqueOutcome))


RESULT_STATES = ("open", "too_few", "together", "shown")
COMMENTS_STATES = ("none", "unread", "read")


class Results(Schema):
    """`together`: too few answered, and they are counted with those of other small groups."""

    survey = fields.Part(Survey)
    state = fields.Choice(RESULT_STATES)
    questions = fields.Many(fields.Part(SurveyQuestion))
    figures = fields.Many(fields.Part(Figure))
    comments_state = fields.Choice(COMMENTS_STATES)
    comments = fields.Many(fields.Part(ReleasedComment), max=5_000)


class OneGroup(Schema):
    group_id = fields.Id(required=True)


class OneProgramme(Schema):
    programme_id = fields.Id(required=True)


class WholeCity(Schema):
    pass


results = feedback.query("results", OneSurvey, Results, who=[COORDINATOR, TRAINER])
group_results = feedback.query("group_results", OneGroup, Outcome, who=[COORDINATOR, TRAINER])
programme_results = feedback.query("programme_results", OneProgramme, Outcome, who=[COORDINATOR])
city_results = feedback.query("city_results", WholeCity, CityOutcome, who=[COORDINATOR])
