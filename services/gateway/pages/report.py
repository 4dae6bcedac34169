"""What was done in a period: the activity report as a page and as files."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import periods, report_files, reports
from services.gateway.visitor import current

pages = Blueprint("report", __name__)


@pages.get("/report")
def show() -> ResponseReturnValue:
    report = _report()
    programme_id = periods.programme_of(request.args)
    return render_template(
        "report/show.html",
        report=report,
        fields=periods.fields(report.period, report.programmes, programme_id),
        asked={"programme_id": programme_id, **report.period.asked},
        formats=[*report_files.MIMETYPES],
        person_id=current().person_id,
    )


@pages.get('/report.<any("pdf", "csv", "xlsx"):kind>')
def file(kind: str) -> ResponseReturnValue:
    report = _report()
    name = f"{_('activity report')}-{report.period.starts_on}-{report.period.ends_on}"
    return report_files.download(report, kind, name)


def _report() -> reports.Report:
    return reports.activity(periods.programme_of(request.args), periods.of_request())
