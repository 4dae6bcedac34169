"""The city's own strategy, one a programme: written in sections by several people, discussed, adopted.

It is read by the coordinators of the programme, its decision-makers, those who write along and those who took on an
action; coordinators and who writes along change it, coordinators adopt it.
"""

from shared.access import COORDINATOR, SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Nothing, Schema
from shared.contracts.municipalities.base import OneProgramme, municipalities
from shared.contracts.municipalities.events import Event
from shared.contracts.municipalities.polarisation_maps import MapOfIssue
from shared.taxonomies import codes

MAP_SECTION = "map"  # where the polarisation map is shown that was chosen
ACTION_STATES = ("planned", "started", "done", "dropped")
LONGEST_SECTION = 20_000
MOST_PARTS = 1_000  # versions, comments, actions of one strategy


def strategy_sections() -> tuple[str, ...]:
    return codes("strategy_sections")


class OneSection(OneProgramme):
    section = fields.Choice(strategy_sections, required=True)


class SaveSection(OneSection):
    """`number`: of the version that the writer had before them; 0 for none. A text of null empties the section."""

    text = fields.Text(max=LONGEST_SECTION, required=True, allow_none=True)
    number = fields.Number(required=True)


class SavedSection(Schema):
    number = fields.Number()


class OneVersion(OneSection):
    number = fields.Number(min=1, required=True)


class ComparedVersions(OneSection):
    """`earlier` may be 0: before anything was written."""

    earlier = fields.Number(required=True)
    later = fields.Number(min=1, required=True)


class VersionTexts(Schema):
    earlier = fields.Text(max=LONGEST_SECTION, allow_none=True)
    later = fields.Text(max=LONGEST_SECTION, allow_none=True)


class CommentOnSection(OneSection):
    text = fields.Text(max=2_000, required=True)


class OneComment(OneProgramme):
    comment_id = fields.Id(required=True)


class ResolveComment(OneComment):
    resolved = fields.YesNo(load_default=True)


class ActionFields(OneProgramme):
    """`owner_id`: one of the people behind the programme or of those who write along, or nobody yet."""

    text = fields.Text(max=300, required=True)
    owner_id = fields.Id(load_default=None, allow_none=True)
    due_on = fields.Date(load_default=None, allow_none=True)


class OneStrategyAction(OneProgramme):
    action_id = fields.Id(required=True)


class ChangeStrategyAction(ActionFields):
    action_id = fields.Id(required=True)
    version = fields.Number(required=True)


class SetActionState(OneStrategyAction):
    """`shown`: the state that it was in for whoever sets another one."""

    shown = fields.Choice(ACTION_STATES, required=True)
    state = fields.Choice(ACTION_STATES, required=True)


class PlanReview(OneProgramme):
    """`version`: of the strategy as the planner saw it."""

    review_on = fields.Date(required=True, allow_none=True)
    version = fields.Number(required=True)


class SetSources(OneProgramme):
    """The sessions that the strategy came from."""

    session_ids = fields.Many(fields.Id(), load_default=list)
    version = fields.Number(required=True)


class ChooseMap(OneProgramme):
    """A polarisation map of the programme that whoever reads the strategy reads with it; null for none."""

    map_id = fields.Id(required=True, allow_none=True)


class OneWriter(OneProgramme):
    person_id = fields.Id(required=True)


class AdoptStrategy(OneProgramme):
    """`checksum`: of the draft as it was read; what has been changed since is not adopted unseen."""

    checksum = fields.Text(max=64, required=True)


class Adopted(Schema):
    number = fields.Number()


class OneAdopted(OneProgramme):
    number = fields.Number(min=1, required=True)


class SectionSummary(Schema):
    """`number` is 0 and the text null where nothing was written."""

    section = fields.Cell()
    text = fields.Text(max=LONGEST_SECTION, allow_none=True)
    number = fields.Number()
    author_id = fields.Id(allow_none=True)
    written_at = fields.Moment(allow_none=True)
    open_comments = fields.Number()


class StrategyAction(Schema):
    id = fields.Id()
    text = fields.Text(max=300)
    owner_id = fields.Id(allow_none=True)
    due_on = fields.Date(allow_none=True)
    state = fields.Choice(ACTION_STATES)
    version = fields.Number()


class AdoptedSummary(Schema):
    number = fields.Number()
    adopted_at = fields.Moment()
    adopted_by = fields.Id(allow_none=True)
    checksum = fields.Text()


class MapInStrategy(MapOfIssue):
    """`title`: of its issue."""

    title = fields.Text()


class AboutStrategy(Schema):
    """`writes`, `leads`: what the asking person may do. `owner_ids`: who may take on an action."""

    programme_id = fields.Id()
    programme_name = fields.Text()
    writes = fields.YesNo()
    leads = fields.YesNo()
    writer_ids = fields.Many(fields.Id())
    owner_ids = fields.Many(fields.Id(), max=MOST_PARTS)
    review_on = fields.Date(allow_none=True)
    map = fields.Part(MapInStrategy, allow_none=True)
    version = fields.Number()


class Strategy(AboutStrategy):
    """`checksum`: of the draft; null while there is nothing to adopt. `looks_like_names`: for who adopts it."""

    sections = fields.Many(fields.Part(SectionSummary))
    actions = fields.Many(fields.Part(StrategyAction), max=MOST_PARTS)
    session_ids = fields.Many(fields.Id())
    adopted = fields.Many(fields.Part(AdoptedSummary), max=MOST_PARTS)
    checksum = fields.Text(allow_none=True)
    looks_like_names = fields.Many(fields.Text())


class SectionVersion(Schema):
    number = fields.Number()
    author_id = fields.Id(allow_none=True)
    written_at = fields.Moment()


class StrategyComment(Schema):
    id = fields.Id()
    text = fields.Text(max=2_000)
    author_id = fields.Id(allow_none=True)
    written_at = fields.Moment()
    resolved_at = fields.Moment(allow_none=True)
    resolved_by = fields.Id(allow_none=True)


class StrategySection(AboutStrategy):
    """`versions`: the newest first. `comments`: the oldest first."""

    section = fields.Cell()
    text = fields.Text(max=LONGEST_SECTION, allow_none=True)
    number = fields.Number()
    versions = fields.Many(fields.Part(SectionVersion), max=MOST_PARTS)
    comments = fields.Many(fields.Part(StrategyComment), max=MOST_PARTS)


class FrozenSection(Schema):
    """`headings`: language -> heading, as it was then."""

    section = fields.Cell()
    headings = fields.Known()
    text = fields.Text(max=LONGEST_SECTION)


class FrozenAction(Schema):
    """Without its owner: what is frozen names nobody."""

    text = fields.Text(max=300)
    due_on = fields.Date(allow_none=True)
    state = fields.Choice(ACTION_STATES)


class AdoptedStrategy(AdoptedSummary):
    """`content` is the document as text, of which `checksum` is the SHA-256; the rest is read from it."""

    programme_id = fields.Id()
    programme_name = fields.Text()
    leads = fields.YesNo()
    sections = fields.Many(fields.Part(FrozenSection))
    actions = fields.Many(fields.Part(FrozenAction), max=MOST_PARTS)
    review_on = fields.Date(allow_none=True)
    content = fields.Text(max=1_000_000)


class StrategySummary(Schema):
    """`adopted_at`: of the version that was adopted last."""

    programme_id = fields.Id()
    programme_name = fields.Text()
    written = fields.Number()
    review_on = fields.Date(allow_none=True)
    adopted_at = fields.Moment(allow_none=True)


class Strategies(Schema):
    strategies = fields.Many(fields.Part(StrategySummary), max=1_000)


class StrategyAdopted(Event):
    aggregate = "programme_id"
    programme_id = fields.Id(required=True)
    number = fields.Number(required=True)
    adopted_on = fields.Date(required=True)


class StrategyActionsDue(Event):
    """Somebody took on actions whose day comes within a week, or is past. Told once of each day."""

    aggregate = "programme_id"
    programme_id = fields.Id(required=True)
    owner_id = fields.Id(required=True)


class StrategyReviewDue(Event):
    """The day of the review comes within two weeks."""

    aggregate = "programme_id"
    programme_id = fields.Id(required=True)
    coordinator_ids = fields.Many(fields.Id(), required=True)
    review_on = fields.Date(required=True)


_READERS = [SIGNED_IN]  # the service knows who reads which

strategies = municipalities.query("strategies", Nothing, Strategies, who=_READERS)
strategy = municipalities.query("strategy", OneProgramme, Strategy, who=_READERS)
strategy_section = municipalities.query("strategy_section", OneSection, StrategySection, who=_READERS)
section_versions = municipalities.query("section_versions", ComparedVersions, VersionTexts, who=_READERS)
adopted_strategy = municipalities.query("adopted_strategy", OneAdopted, AdoptedStrategy, who=_READERS)
save_section = municipalities.command("save_section", SaveSection, SavedSection, who=_READERS)
remove_section_version = municipalities.command("remove_section_version", OneVersion, who=[COORDINATOR])
comment_on_section = municipalities.command("comment_on_section", CommentOnSection, Created, who=_READERS)
resolve_section_comment = municipalities.command("resolve_section_comment", ResolveComment, who=_READERS)
remove_section_comment = municipalities.command("remove_section_comment", OneComment, who=_READERS)
add_strategy_action = municipalities.command("add_strategy_action", ActionFields, Created, who=_READERS)
change_strategy_action = municipalities.command("change_strategy_action", ChangeStrategyAction, who=_READERS)
set_strategy_action_state = municipalities.command("set_strategy_action_state", SetActionState, who=_READERS)
remove_strategy_action = municipalities.command("remove_strategy_action", OneStrategyAction, who=_READERS)
plan_strategy_review = municipalities.command("plan_strategy_review", PlanReview, who=[COORDINATOR])
set_strategy_sources = municipalities.command("set_strategy_sources", SetSources, who=[COORDINATOR])
choose_strategy_map = municipalities.command("choose_strategy_map", ChooseMap, who=[COORDINATOR])
add_strategy_writer = municipalities.command("add_strategy_writer", OneWriter, who=[COORDINATOR])
remove_strategy_writer = municipalities.command("remove_strategy_writer", OneWriter, who=[COORDINATOR])
adopt_strategy = municipalities.command("adopt_strategy", AdoptStrategy, Adopted, who=[COORDINATOR])
