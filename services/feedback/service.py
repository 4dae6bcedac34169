from services.feedback import jobs, reactions
from services.feedback.commands import answers as answer_commands
from services.feedback.commands import comments as comment_commands
from services.feedback.commands import drafts as draft_commands
from services.feedback.commands import needs as need_commands
from services.feedback.commands import planned_activities as activity_commands
from services.feedback.commands import reports_back as report_back_commands
from services.feedback.commands import surveys as survey_commands
from services.feedback.queries import answers as answer_queries
from services.feedback.queries import comments as comment_queries
from services.feedback.queries import needs as need_queries
from services.feedback.queries import planned_activities as activity_queries
from services.feedback.queries import reports_back as report_back_queries
from services.feedback.queries import results as result_queries
from services.feedback.queries import surveys as survey_queries
from shared.contracts import feedback as contract
from shared.contracts import identity, municipalities, trainings
from shared.messaging.service import Service, command, every, query, subscribe


class FeedbackService(Service):
    name = "feedback"

    # answering
    questionnaire = query(contract.questionnaire, answer_queries.questionnaire)
    submit_answers = command(contract.submit_answers, answer_commands.submit_answers)
    save_draft = command(contract.save_draft, draft_commands.save_draft)
    issue_links = command(contract.issue_links, answer_commands.issue_links)

    # surveys and their results
    survey_details = query(contract.survey_details, answer_queries.survey_details)
    surveys = query(contract.surveys, survey_queries.surveys)
    results = query(contract.results, result_queries.results)
    group_results = query(contract.group_results, result_queries.group_results)
    programme_results = query(contract.programme_results, result_queries.programme_results)
    city_results = query(contract.city_results, result_queries.city_results)
    close_survey = command(contract.close_survey, survey_commands.close_survey)

    # needs, what is planned for them, and what is told of it
    needs = query(contract.needs, need_queries.needs)
    needs_in_short = query(contract.needs_in_short, need_queries.needs_in_short)
    told_needs = query(contract.told_needs, need_queries.told_needs)
    need = query(contract.need, need_queries.need)
    note_need = command(contract.note_need, need_commands.note_need)
    change_need = command(contract.change_need, need_commands.change_need)
    decide_need = command(contract.decide_need, need_commands.decide_need)
    planned_activities = query(contract.planned_activities, activity_queries.planned_activities)
    planned_activity = query(contract.planned_activity, activity_queries.planned_activity)
    plan_activity = command(contract.plan_activity, activity_commands.plan_activity)
    change_activity = command(contract.change_activity, activity_commands.change_activity)
    settle_activity = command(contract.settle_activity, activity_commands.settle_activity)
    reports_back = query(contract.reports_back, report_back_queries.reports_back)
    my_reports_back = query(contract.my_reports_back, report_back_queries.my_reports_back)
    report_back_texts = query(contract.report_back_texts, report_back_queries.report_back_texts)
    report_back_draft = query(contract.report_back_draft, report_back_queries.report_back_draft)
    save_report_back = command(contract.save_report_back, report_back_commands.save_report_back)
    publish_report_back = command(contract.publish_report_back, report_back_commands.publish_report_back)

    # comments
    comments = query(contract.comments, comment_queries.comments)
    release_comments = command(contract.release_comments, comment_commands.release_comments)

    on_programme_registered = subscribe(municipalities.ProgrammeRegistered, reactions.programme_told)
    on_programme_changed = subscribe(municipalities.ProgrammeChanged, reactions.programme_told)
    on_group_formed = subscribe(trainings.GroupFormed, reactions.group_formed)
    on_session_planned = subscribe(trainings.SessionPlanned, reactions.session_planned)
    on_session_cancelled = subscribe(trainings.SessionCancelled, reactions.session_cancelled)
    on_session_recorded = subscribe(trainings.SessionRecorded, reactions.session_recorded)
    on_person_enrolled = subscribe(trainings.PersonEnrolled, reactions.person_enrolled)
    on_person_withdrawn = subscribe(trainings.PersonWithdrawn, reactions.person_withdrawn)
    on_course_completed = subscribe(trainings.CourseCompleted, reactions.course_completed)
    on_course_completion_withdrawn = subscribe(
        trainings.CourseCompletionWithdrawn, reactions.course_completion_withdrawn
    )
    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
    on_person_merged = subscribe(identity.PersonMerged, reactions.person_merged)
    on_person_merge_undone = subscribe(identity.PersonMergeUndone, reactions.person_merge_undone)

    open_surveys = every(10, jobs.open_surveys)
    remind = every(10, jobs.remind)
    close_surveys = every(60, jobs.close_surveys)
    take_up_surveys = every(60, jobs.take_up_surveys)
    delete_comments = every(3600, jobs.delete_comments)
