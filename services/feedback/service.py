from services.feedback import commands, jobs, queries, reactions
from shared.contracts import feedback as contract
from shared.contracts import identity, municipalities, trainings
from shared.messaging.service import Service, command, every, query, subscribe


class FeedbackService(Service):
    name = "feedback"

    questionnaire = query(contract.questionnaire, queries.questionnaire)
    surveys = query(contract.surveys, queries.surveys)
    results = query(contract.results, queries.results)

    submit_answers = command(contract.submit_answers, commands.submit_answers)
    close_survey = command(contract.close_survey, commands.close_survey)
    issue_links = command(contract.issue_links, commands.issue_links)

    on_programme_registered = subscribe(municipalities.ProgrammeRegistered, reactions.programme_told)
    on_programme_changed = subscribe(municipalities.ProgrammeChanged, reactions.programme_told)
    on_group_formed = subscribe(trainings.GroupFormed, reactions.group_formed)
    on_course_completed = subscribe(trainings.CourseCompleted, reactions.course_completed)
    on_course_completion_withdrawn = subscribe(
        trainings.CourseCompletionWithdrawn, reactions.course_completion_withdrawn
    )
    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)

    close_surveys = every(60, jobs.close_surveys)
