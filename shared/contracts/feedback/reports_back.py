"""What we changed: a programme reports back to everybody who was invited to say something, answered or not."""

from shared.access import COORDINATOR, PARTICIPANT, SERVICE
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.feedback.base import Event, feedback
from shared.contracts.feedback.needs import OfProgramme
from shared.contracts.feedback.planned_activities import NeedAnswered

ANNOUNCED_PEOPLE = 500  # that one announcement names; more people make more announcements


class ReportBackDraft(Schema):
    """`readers`: how many people would get it by mail now. `version` is 0 before anything was saved."""

    text = fields.Text(max=3_000, allow_none=True)
    needs = fields.Many(fields.Part(NeedAnswered), max=200)
    readers = fields.Number()
    version = fields.Number()


class SaveReportBack(Schema):
    programme_id = fields.Id(required=True)
    text = fields.Text(max=3_000, required=True)
    need_ids = fields.Many(fields.Id(), load_default=list, max=200)


class PublishReportBack(Schema):
    """The draft as it was read: `version` says which. What was published stays; who corrects it publishes again."""

    programme_id = fields.Id(required=True)
    version = fields.Number(required=True)


class PublishedReportBack(Schema):
    id = fields.Id()
    readers = fields.Number()


class ReportBack(Schema):
    """`needs`: what it answers, in the words in which it was told."""

    id = fields.Id()
    programme_id = fields.Id()
    text = fields.Text(max=3_000)
    published_at = fields.Moment()
    readers = fields.Number()
    needs = fields.Many(fields.Text(max=300), max=200)


class ReportsBack(Schema):
    """Newest first."""

    reports = fields.Many(fields.Part(ReportBack), max=1_000)


class ReportsBackWanted(Schema):
    report_back_ids = fields.Many(fields.Id(), required=True, max=1_000)


class ReportBackPublished(Event):
    """To everybody who was invited to a survey of the programme. Who answered is known to nobody."""

    aggregate = "report_back_id"
    report_back_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), max=ANNOUNCED_PEOPLE)


reports_back = feedback.query("reports_back", OfProgramme, ReportsBack, who=[COORDINATOR])
my_reports_back = feedback.query("my_reports_back", Nothing, ReportsBack, who=[PARTICIPANT])
report_back_texts = feedback.query("report_back_texts", ReportsBackWanted, ReportsBack, who=[SERVICE])
report_back_draft = feedback.query("report_back_draft", OfProgramme, ReportBackDraft, who=[COORDINATOR])
save_report_back = feedback.command("save_report_back", SaveReportBack, who=[COORDINATOR])
publish_report_back = feedback.command(
    "publish_report_back", PublishReportBack, PublishedReportBack, who=[COORDINATOR], deadline=15
)
