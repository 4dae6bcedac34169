from typing import ClassVar

from services.municipalities import commands, queries, reactions
from services.municipalities import partners as partner_organisations
from services.municipalities.dashboard import drop_out as drop_out_queries
from services.municipalities.dashboard import queries as dashboard_queries
from services.municipalities.dashboard import reactions as on_dashboard
from services.municipalities.dashboard.tables import TABLES
from services.municipalities.incidents import commands as incident_commands
from services.municipalities.incidents import queries as incident_queries
from services.municipalities.maps import commands as map_commands
from services.municipalities.maps import queries as map_queries
from services.municipalities.signals import commands as signal_commands
from services.municipalities.signals import jobs as signal_jobs
from services.municipalities.signals import queries as signal_queries
from services.municipalities.strategy import adopted, council, jobs
from services.municipalities.strategy import commands as strategy_commands
from services.municipalities.strategy import queries as strategy_queries
from services.municipalities.triage import commands as triage_commands
from services.municipalities.triage import queries as triage_queries
from shared.contracts import feedback, identity, networks, trainings
from shared.contracts import municipalities as contract
from shared.messaging.read_models import ReadModel
from shared.messaging.service import Service, command, every, query, subscribe


class MunicipalitiesService(Service):
    name = "municipalities"
    read_models: ClassVar = {"dashboard": ReadModel(TABLES, on_dashboard)}

    areas = query(contract.areas, queries.areas)
    programme = query(contract.programme, queries.programme)
    programmes = query(contract.programmes, queries.programmes)
    dashboard = query(contract.dashboard, dashboard_queries.dashboard)
    drop_out = query(contract.drop_out, drop_out_queries.drop_out)

    background = query(contract.background, queries.background)
    beneficiaries = query(contract.beneficiaries, queries.beneficiaries)

    place_areas = command(contract.place_areas, commands.place_areas)
    add_beneficiaries = command(contract.add_beneficiaries, commands.add_beneficiaries)
    remove_beneficiaries = command(contract.remove_beneficiaries, commands.remove_beneficiaries)
    add_area = command(contract.add_area, commands.add_area)
    programme_examples = query(contract.programme_examples, queries.programme_examples)
    add_areas = command(contract.add_areas, commands.add_areas)
    start_programme = command(contract.start_programme, commands.start_programme)
    save_programme = command(contract.save_programme, commands.save_programme)
    register_programme = command(contract.register_programme, commands.register_programme)
    add_coordinator = command(contract.add_coordinator, commands.add_coordinator)
    remove_coordinator = command(contract.remove_coordinator, commands.remove_coordinator)

    partners = query(contract.partners, partner_organisations.partners)
    partner_names = query(contract.partner_names, partner_organisations.partner_names)
    add_partner = command(contract.add_partner, partner_organisations.add_partner)
    change_partner = command(contract.change_partner, partner_organisations.change_partner)

    strategies = query(contract.strategies, strategy_queries.strategies)
    strategy = query(contract.strategy, strategy_queries.strategy)
    strategy_section = query(contract.strategy_section, strategy_queries.strategy_section)
    section_versions = query(contract.section_versions, strategy_queries.section_versions)
    adopted_strategy = query(contract.adopted_strategy, adopted.adopted_strategy)
    save_section = command(contract.save_section, strategy_commands.save_section)
    remove_section_version = command(contract.remove_section_version, strategy_commands.remove_section_version)
    comment_on_section = command(contract.comment_on_section, strategy_commands.comment_on_section)
    resolve_section_comment = command(contract.resolve_section_comment, strategy_commands.resolve_section_comment)
    remove_section_comment = command(contract.remove_section_comment, strategy_commands.remove_section_comment)
    add_strategy_action = command(contract.add_strategy_action, strategy_commands.add_strategy_action)
    change_strategy_action = command(contract.change_strategy_action, strategy_commands.change_strategy_action)
    set_strategy_action_state = command(contract.set_strategy_action_state, strategy_commands.set_strategy_action_state)
    remove_strategy_action = command(contract.remove_strategy_action, strategy_commands.remove_strategy_action)
    plan_strategy_review = command(contract.plan_strategy_review, strategy_commands.plan_strategy_review)
    set_strategy_sources = command(contract.set_strategy_sources, strategy_commands.set_strategy_sources)
    choose_strategy_map = command(contract.choose_strategy_map, strategy_commands.choose_strategy_map)
    add_strategy_writer = command(contract.add_strategy_writer, strategy_commands.add_strategy_writer)
    remove_strategy_writer = command(contract.remove_strategy_writer, strategy_commands.remove_strategy_writer)
    adopt_strategy = command(contract.adopt_strategy, adopted.adopt_strategy)
    remind_of_strategies = every(600, jobs.remind)

    council_page = query(contract.council_page, council.council_page)
    council_pages = query(contract.council_pages, council.council_pages)
    published_council_page = query(contract.published_council_page, council.published_council_page)
    save_council_page = command(contract.save_council_page, council.save_council_page)
    publish_council_page = command(contract.publish_council_page, council.publish_council_page)
    withdraw_council_page = command(contract.withdraw_council_page, council.withdraw_council_page)
    # conflict or polarisation?
    triages = query(contract.triages, triage_queries.triages)
    triage = query(contract.triage, triage_queries.triage)
    start_triage = command(contract.start_triage, triage_commands.start_triage)
    answer_triage_anew = command(contract.answer_triage_anew, triage_commands.answer_triage_anew)
    remove_triage = command(contract.remove_triage, triage_commands.remove_triage)

    # polarisation maps
    issues = query(contract.issues, map_queries.issues)
    issue = query(contract.issue, map_queries.issue)
    polarisation_map = query(contract.polarisation_map, map_queries.polarisation_map)
    add_issue = command(contract.add_issue, map_commands.add_issue)
    change_issue = command(contract.change_issue, map_commands.change_issue)
    remove_issue = command(contract.remove_issue, map_commands.remove_issue)
    draw_map = command(contract.draw_map, map_commands.draw_map)
    change_map = command(contract.change_map, map_commands.change_map)
    remove_map = command(contract.remove_map, map_commands.remove_map)

    # signals
    signals = query(contract.signals, signal_queries.signals)
    signal = query(contract.signal, signal_queries.signal)
    signal_programmes = query(contract.signal_programmes, signal_queries.signal_programmes)
    add_signal = command(contract.add_signal, signal_commands.add_signal)
    change_signal = command(contract.change_signal, signal_commands.change_signal)
    judge_signal = command(contract.judge_signal, signal_commands.judge_signal)
    decide_signal = command(contract.decide_signal, signal_commands.decide_signal)
    confirm_signal = command(contract.confirm_signal, signal_commands.confirm_signal)
    remove_signal = command(contract.remove_signal, signal_commands.remove_signal)
    delete_old_signals = every(3600, signal_jobs.delete_old_signals)

    # incidents
    incident_protocol = query(contract.incident_protocol, incident_queries.incident_protocol)
    incidents = query(contract.incidents, incident_queries.incidents)
    incident = query(contract.incident, incident_queries.incident)
    begin_protocol = command(contract.begin_protocol, incident_commands.begin_protocol)
    add_protocol_step = command(contract.add_protocol_step, incident_commands.add_protocol_step)
    change_protocol_step = command(contract.change_protocol_step, incident_commands.change_protocol_step)
    remove_protocol_step = command(contract.remove_protocol_step, incident_commands.remove_protocol_step)
    open_incident = command(contract.open_incident, incident_commands.open_incident)
    settle_incident_step = command(contract.settle_incident_step, incident_commands.settle_incident_step)
    close_incident = command(contract.close_incident, incident_commands.close_incident)

    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
    on_person_merged = subscribe(identity.PersonMerged, reactions.person_merged)
    on_person_merge_undone = subscribe(identity.PersonMergeUndone, reactions.person_merge_undone)
    on_person_merged_on_dashboard = subscribe(identity.PersonMerged, on_dashboard.person_merged)
    on_person_merge_undone_on_dashboard = subscribe(identity.PersonMergeUndone, on_dashboard.person_merge_undone)
    on_person_erased_from_dashboard = subscribe(identity.PersonErased, on_dashboard.person_erased)
    on_session_planned = subscribe(trainings.SessionPlanned, on_dashboard.session_planned)
    on_session_cancelled = subscribe(trainings.SessionCancelled, on_dashboard.session_cancelled)
    on_people_invited = subscribe(trainings.PeopleInvited, on_dashboard.people_invited)
    on_session_recorded = subscribe(trainings.SessionRecorded, on_dashboard.session_recorded)
    on_group_formed = subscribe(trainings.GroupFormed, on_dashboard.group_formed)
    on_person_enrolled = subscribe(trainings.PersonEnrolled, on_dashboard.person_enrolled)
    on_person_waitlisted = subscribe(trainings.PersonWaitlisted, on_dashboard.person_waitlisted)
    on_person_withdrawn = subscribe(trainings.PersonWithdrawn, on_dashboard.person_withdrawn)
    on_course_completed = subscribe(trainings.CourseCompleted, on_dashboard.course_completed)
    on_course_completion_withdrawn = subscribe(
        trainings.CourseCompletionWithdrawn, on_dashboard.course_completion_withdrawn
    )
    on_past_trainings_counted = subscribe(trainings.PastTrainingsCounted, on_dashboard.past_trainings_counted)
    on_network_invitation_made = subscribe(networks.NetworkInvitationMade, on_dashboard.network_invitation_made)
    on_network_invitation_withdrawn = subscribe(
        networks.NetworkInvitationWithdrawn, on_dashboard.network_invitation_withdrawn
    )
    on_member_joined = subscribe(networks.MemberJoined, on_dashboard.member_joined)
    on_member_left = subscribe(networks.MemberLeft, on_dashboard.member_left)
    on_survey_opened = subscribe(feedback.SurveyOpened, on_dashboard.survey_opened)
    on_feedback_requested = subscribe(feedback.FeedbackRequested, on_dashboard.feedback_requested)
    on_survey_closed = subscribe(feedback.SurveyClosed, on_dashboard.survey_closed)
