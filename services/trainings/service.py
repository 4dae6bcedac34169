from typing import ClassVar

from services.trainings import jobs, reactions
from services.trainings.commands import arrangements as arrangement_commands
from services.trainings.commands import book as book_commands
from services.trainings.commands import cases as case_commands
from services.trainings.commands import certificates as certificate_commands
from services.trainings.commands import enrolments as enrolment_commands
from services.trainings.commands import groups as group_commands
from services.trainings.commands import introductions as introduction_commands
from services.trainings.commands import merges as merge_commands
from services.trainings.commands import past as past_commands
from services.trainings.commands import personal as personal_commands
from services.trainings.commands import questions as question_commands
from services.trainings.commands import records as record_commands
from services.trainings.commands import reflections as reflection_commands
from services.trainings.commands import registrations as registration_commands
from services.trainings.commands import sessions as session_commands
from services.trainings.commands import stand_ins as stand_in_commands
from services.trainings.commands import thank_yous as thank_you_commands
from services.trainings.commands import trainers as trainer_commands
from services.trainings.commands import wishes as wish_commands
from services.trainings.people import reactions as on_people
from services.trainings.people.tables import TABLES as PEOPLE
from services.trainings.queries import activity as activity_queries
from services.trainings.queries import arrangements as arrangement_queries
from services.trainings.queries import book as book_queries
from services.trainings.queries import cases as case_queries
from services.trainings.queries import certificates as certificate_queries
from services.trainings.queries import clashes as clash_queries
from services.trainings.queries import composition as composition_queries
from services.trainings.queries import groups as group_queries
from services.trainings.queries import introductions as introduction_queries
from services.trainings.queries import outstanding as outstanding_queries
from services.trainings.queries import overview as overview_queries
from services.trainings.queries import past as past_queries
from services.trainings.queries import personal as personal_queries
from services.trainings.queries import questions as question_queries
from services.trainings.queries import reflections as reflection_queries
from services.trainings.queries import registrations as registration_queries
from services.trainings.queries import sessions as session_queries
from services.trainings.queries import stand_ins as stand_in_queries
from services.trainings.queries import thank_yous as thank_you_queries
from services.trainings.queries import trainers as trainer_queries
from shared.contracts import identity, municipalities
from shared.contracts import trainings as contract
from shared.messaging.read_models import ReadModel
from shared.messaging.service import Service, command, every, query, subscribe


class TrainingsService(Service):
    name = "trainings"
    read_models: ClassVar = {"people": ReadModel(PEOPLE, on_people)}

    # introductions and sessions
    session = query(contract.session, session_queries.session)
    sessions = query(contract.sessions, session_queries.sessions)
    first_introduction = query(contract.first_introduction, session_queries.first_introduction)
    session_details = query(contract.session_details, session_queries.session_details)
    candidates = query(contract.candidates, introduction_queries.candidates)
    arrangements = query(contract.arrangements, arrangement_queries.arrangements)
    locations = query(contract.locations, arrangement_queries.locations)
    clashes = query(contract.clashes, clash_queries.clashes)
    clashes_of_plan = query(contract.clashes_of_plan, clash_queries.clashes_of_plan)
    clashes_of_trainers = query(contract.clashes_of_trainers, clash_queries.clashes_of_trainers)
    plan_introduction = command(contract.plan_introduction, introduction_commands.plan_introduction)
    invite_people = command(contract.invite_people, introduction_commands.invite_people)
    plan_session = command(contract.plan_session, session_commands.plan_session)
    change_session = command(contract.change_session, session_commands.change_session)
    cancel_session = command(contract.cancel_session, session_commands.cancel_session)
    save_arrangements = command(contract.save_arrangements, arrangement_commands.save_arrangements)
    set_session_roles = command(contract.set_session_roles, arrangement_commands.set_session_roles)

    # records and the session book
    check_in_door = query(contract.check_in_door, book_queries.check_in_door)
    record_history = query(contract.record_history, book_queries.record_history)
    set_agenda = command(contract.set_agenda, book_commands.set_agenda)
    set_apology = command(contract.set_apology, book_commands.set_apology)
    open_check_in = command(contract.open_check_in, book_commands.open_check_in)
    check_in = command(contract.check_in, book_commands.check_in)
    open_session = command(contract.open_session, record_commands.open_session)
    record_session = command(contract.record_session, record_commands.record_session)

    # groups, their places and how they are composed
    group = query(contract.group, group_queries.group)
    groups = query(contract.groups, group_queries.groups)
    wishes = query(contract.wishes, composition_queries.wishes)
    compose_groups = query(contract.compose_groups, composition_queries.compose_groups)
    weigh_groups = query(contract.weigh_groups, composition_queries.weigh_groups)
    form_group = command(contract.form_group, group_commands.form_group)
    form_groups = command(contract.form_groups, group_commands.form_groups)
    add_wish = command(contract.add_wish, wish_commands.add_wish)
    remove_wish = command(contract.remove_wish, wish_commands.remove_wish)
    change_group = command(contract.change_group, group_commands.change_group)
    set_trainers = command(contract.set_trainers, group_commands.set_trainers)
    add_trainer = command(contract.add_trainer, group_commands.add_trainer)
    enrol = command(contract.enrol, enrolment_commands.enrol)
    take_place = command(contract.take_place, enrolment_commands.take_place)
    withdraw = command(contract.withdraw, enrolment_commands.withdraw)

    # how people come in by themselves
    open_calls = query(contract.open_calls, registration_queries.open_calls)
    edition = query(contract.edition, registration_queries.edition)
    nominations = query(contract.nominations, registration_queries.nominations)
    applicant_grant = query(contract.applicant_grant, registration_queries.applicant_grant)
    own_place = query(contract.own_place, registration_queries.own_place)
    ways_in = query(contract.ways_in, registration_queries.ways_in)
    place_details = query(contract.place_details, registration_queries.place_details)
    partner_seats = query(contract.partner_seats, registration_queries.partner_seats)
    open_registration = command(contract.open_registration, registration_commands.open_registration)
    register = command(contract.register, registration_commands.register)
    confirm_place = command(contract.confirm_place, registration_commands.confirm_place)
    leave_place = command(contract.leave_place, registration_commands.leave_place)
    ask_partner = command(contract.ask_partner, registration_commands.ask_partner)
    nominate = command(contract.nominate, registration_commands.nominate)

    # what participants ask, write and see for themselves
    question_box = query(contract.question_box, question_queries.question_box)
    my_course = query(contract.my_course, personal_queries.my_course)
    my_calendar = query(contract.my_calendar, personal_queries.my_calendar)
    my_reflection = query(contract.my_reflection, reflection_queries.my_reflection)
    shared_reflections = query(contract.shared_reflections, reflection_queries.shared_reflections)
    case_desk = query(contract.case_desk, case_queries.case_desk)
    case = query(contract.case, case_queries.case)
    leave_group = command(contract.leave_group, personal_commands.leave_group)
    save_reflection = command(contract.save_reflection, reflection_commands.save_reflection)
    share_reflection = command(contract.share_reflection, reflection_commands.share_reflection)
    reword_question = command(contract.reword_question, case_commands.reword_question)
    theme_questions = command(contract.theme_questions, case_commands.theme_questions)
    ask_question = command(contract.ask_question, question_commands.ask_question)
    add_question = command(contract.add_question, question_commands.add_question)
    treat_question = command(contract.treat_question, question_commands.treat_question)

    # the path of trainers
    trainers = query(contract.trainers, trainer_queries.trainers)
    path = query(contract.path, trainer_queries.path)
    trained = query(contract.trained, trainer_queries.trained)
    stand_ins = query(contract.stand_ins, stand_in_queries.stand_ins)
    free_trainers = query(contract.free_trainers, stand_in_queries.free_trainers)
    decide_step = command(contract.decide_step, trainer_commands.decide_step)
    propose_step = command(contract.propose_step, trainer_commands.propose_step)
    note_requirement = command(contract.note_requirement, trainer_commands.note_requirement)
    withdraw_note = command(contract.withdraw_note, trainer_commands.withdraw_note)
    set_languages = command(contract.set_languages, trainer_commands.set_languages)
    assign_stand_in = command(contract.assign_stand_in, stand_in_commands.assign_stand_in)

    # after the course
    completions = query(contract.completions, certificate_queries.completions)
    certificates = query(contract.certificates, certificate_queries.certificates)
    certificate = query(contract.certificate, certificate_queries.certificate)
    verification = query(contract.verification, certificate_queries.verification)
    own_certificate = query(contract.own_certificate, certificate_queries.own_certificate)
    certificate_links = query(contract.certificate_links, certificate_queries.certificate_links)
    thank_yous = query(contract.thank_yous, thank_you_queries.thank_yous)
    thank_you_texts = query(contract.thank_you_texts, thank_you_queries.thank_you_texts)
    outstanding = query(contract.outstanding, outstanding_queries.outstanding)
    issue_certificates = command(contract.issue_certificates, certificate_commands.issue_certificates)
    revoke_certificate = command(contract.revoke_certificate, certificate_commands.revoke_certificate)
    renew_certificate = command(contract.renew_certificate, certificate_commands.renew_certificate)
    show_holder = command(contract.show_holder, certificate_commands.show_holder)
    save_thank_yous = command(contract.save_thank_yous, thank_you_commands.save_thank_yous)
    send_thank_yous = command(contract.send_thank_yous, thank_you_commands.send_thank_yous)

    # all together, and the past
    participants = query(contract.participants, overview_queries.participants)
    gaps = query(contract.gaps, overview_queries.gaps)
    all_gaps = query(contract.all_gaps, overview_queries.all_gaps)
    activity = query(contract.activity, activity_queries.activity)
    area_activity = query(contract.area_activity, activity_queries.area_activity)
    past_import = query(contract.past_import, past_queries.past_import)
    past_trainings = query(contract.past_trainings, past_queries.past_trainings)
    start_past_import = command(contract.start_past_import, past_commands.start_past_import)
    choose_past_columns = command(contract.choose_past_columns, past_commands.choose_past_columns)
    confirm_past_import = command(contract.confirm_past_import, past_commands.confirm_past_import)
    undo_past_import = command(contract.undo_past_import, past_commands.undo_past_import)

    # by themselves
    release_places = every(60, jobs.release_places)
    delete_arrangements = every(60, jobs.delete_arrangements)
    forget_past_drafts = every(3600, jobs.forget_past_drafts)

    on_partner_changed = subscribe(municipalities.PartnerChanged, reactions.partner_changed)
    on_programme_registered = subscribe(municipalities.ProgrammeRegistered, reactions.programme_registered)
    on_programme_changed = subscribe(municipalities.ProgrammeChanged, reactions.programme_changed)
    on_presence_claimed = subscribe(identity.PresenceClaimed, reactions.presence_claimed)
    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
    on_person_added_to_people = subscribe(identity.PersonAdded, on_people.person_added)
    on_person_changed_in_people = subscribe(identity.PersonChanged, on_people.person_changed)
    on_person_merged_in_people = subscribe(identity.PersonMerged, on_people.person_merged)
    on_person_erased_from_people = subscribe(identity.PersonErased, on_people.person_erased)
    on_person_merged = subscribe(identity.PersonMerged, merge_commands.person_merged)
    on_person_merge_undone = subscribe(identity.PersonMergeUndone, merge_commands.person_merge_undone)
