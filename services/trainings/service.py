from services.trainings import reactions
from services.trainings.commands import enrolments as enrolment_commands
from services.trainings.commands import groups as group_commands
from services.trainings.commands import introductions as introduction_commands
from services.trainings.commands import questions as question_commands
from services.trainings.commands import records as record_commands
from services.trainings.commands import sessions as session_commands
from services.trainings.queries import groups as group_queries
from services.trainings.queries import introductions as introduction_queries
from services.trainings.queries import questions as question_queries
from services.trainings.queries import sessions as session_queries
from shared.contracts import identity, municipalities
from shared.contracts import trainings as contract
from shared.messaging.service import Service, command, query, subscribe


class TrainingsService(Service):
    name = "trainings"

    session = query(contract.session, session_queries.session)
    sessions = query(contract.sessions, session_queries.sessions)
    session_details = query(contract.session_details, session_queries.session_details)
    group = query(contract.group, group_queries.group)
    groups = query(contract.groups, group_queries.groups)
    candidates = query(contract.candidates, introduction_queries.candidates)
    question_box = query(contract.question_box, question_queries.question_box)

    plan_introduction = command(contract.plan_introduction, introduction_commands.plan_introduction)
    invite_people = command(contract.invite_people, introduction_commands.invite_people)
    plan_session = command(contract.plan_session, session_commands.plan_session)
    change_session = command(contract.change_session, session_commands.change_session)
    cancel_session = command(contract.cancel_session, session_commands.cancel_session)
    open_session = command(contract.open_session, record_commands.open_session)
    record_session = command(contract.record_session, record_commands.record_session)
    form_group = command(contract.form_group, group_commands.form_group)
    change_group = command(contract.change_group, group_commands.change_group)
    set_trainers = command(contract.set_trainers, group_commands.set_trainers)
    enrol = command(contract.enrol, enrolment_commands.enrol)
    take_place = command(contract.take_place, enrolment_commands.take_place)
    withdraw = command(contract.withdraw, enrolment_commands.withdraw)
    ask_question = command(contract.ask_question, question_commands.ask_question)
    add_question = command(contract.add_question, question_commands.add_question)
    treat_question = command(contract.treat_question, question_commands.treat_question)

    on_programme_registered = subscribe(municipalities.ProgrammeRegistered, reactions.programme_registered)
    on_programme_changed = subscribe(municipalities.ProgrammeChanged, reactions.programme_changed)
    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
