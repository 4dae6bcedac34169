from typing import ClassVar

from services.municipalities import commands, queries, reactions
from services.municipalities import partners as partner_organisations
from services.municipalities.dashboard import drop_out as drop_out_queries
from services.municipalities.dashboard import queries as dashboard_queries
from services.municipalities.dashboard import reactions as on_dashboard
from services.municipalities.dashboard.tables import TABLES
from shared.contracts import feedback, identity, networks, trainings
from shared.contracts import municipalities as contract
from shared.messaging.read_models import ReadModel
from shared.messaging.service import Service, command, query, subscribe


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
    start_programme = command(contract.start_programme, commands.start_programme)
    save_programme = command(contract.save_programme, commands.save_programme)
    register_programme = command(contract.register_programme, commands.register_programme)
    add_coordinator = command(contract.add_coordinator, commands.add_coordinator)
    remove_coordinator = command(contract.remove_coordinator, commands.remove_coordinator)

    partners = query(contract.partners, partner_organisations.partners)
    partner_names = query(contract.partner_names, partner_organisations.partner_names)
    add_partner = command(contract.add_partner, partner_organisations.add_partner)
    change_partner = command(contract.change_partner, partner_organisations.change_partner)

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
