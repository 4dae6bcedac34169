from services.notifications import (
    commands,
    daily,
    jobs,
    queries,
    reactions,
    reactions_intervisions,
    reactions_mediations,
    reactions_meetings,
    reactions_strategies,
)
from shared.contracts import feedback, identity, mediations, municipalities, networks, trainings
from shared.contracts import notifications as contract
from shared.messaging.service import Service, command, every, query, subscribe


class NotificationsService(Service):
    name = "notifications"
    figures = (*Service.figures, queries.figures)

    mails = query(contract.mails, queries.mails)
    mail = query(contract.mail, queries.mail)
    send_again = command(contract.send_again, commands.send_again)
    mail_hold = query(contract.mail_hold, queries.mail_hold)
    hold_mail = command(contract.hold_mail, commands.hold_mail)
    release_mail = command(contract.release_mail, commands.release_mail)
    digest_choice = query(contract.digest_choice, queries.digest_choice)
    choose_digest = command(contract.choose_digest, commands.choose_digest)

    on_account_invited = subscribe(identity.AccountInvited, reactions.account_invited)
    on_password_reset_requested = subscribe(identity.PasswordResetRequested, reactions.password_reset_requested)
    on_personal_link_requested = subscribe(identity.PersonalLinkRequested, reactions.personal_link_requested)
    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
    on_person_merged = subscribe(identity.PersonMerged, reactions.person_merged)
    on_person_merge_undone = subscribe(identity.PersonMergeUndone, reactions.person_merge_undone)
    on_session_planned = subscribe(trainings.SessionPlanned, reactions.session_planned)
    on_session_cancelled = subscribe(trainings.SessionCancelled, reactions.session_cancelled)
    on_people_invited = subscribe(trainings.PeopleInvited, reactions.people_invited)
    on_person_enrolled = subscribe(trainings.PersonEnrolled, reactions.person_enrolled)
    on_person_waitlisted = subscribe(trainings.PersonWaitlisted, reactions.person_waitlisted)
    on_person_withdrawn = subscribe(trainings.PersonWithdrawn, reactions.person_withdrawn)
    on_trainer_assigned = subscribe(trainings.TrainerAssigned, reactions.trainer_assigned)
    on_group_formed = subscribe(trainings.GroupFormed, reactions.group_formed)
    on_registration_asked = subscribe(trainings.RegistrationAsked, reactions.registration_asked)
    on_nominations_asked = subscribe(trainings.NominationsAsked, reactions.nominations_asked)
    on_certificate_issued = subscribe(trainings.CertificateIssued, reactions.certificate_issued)
    on_certificate_renewed = subscribe(trainings.CertificateRenewed, reactions.certificate_renewed)
    on_certificate_revoked = subscribe(trainings.CertificateRevoked, reactions.certificate_revoked)
    on_thank_you_sent = subscribe(trainings.ThankYouSent, reactions.thank_you_sent)
    on_feedback_requested = subscribe(feedback.FeedbackRequested, reactions.feedback_requested)
    on_survey_half_way = subscribe(feedback.SurveyHalfWay, reactions.survey_half_way)
    on_report_back_published = subscribe(feedback.ReportBackPublished, reactions.report_back_published)
    on_network_invitation_made = subscribe(networks.NetworkInvitationMade, reactions.network_invitation_made)
    on_material_added = subscribe(networks.MaterialAdded, reactions.material_added)
    on_provider_date_planned = subscribe(networks.ProviderDatePlanned, reactions.provider_date_planned)
    on_intervision_planned = subscribe(networks.IntervisionPlanned, reactions_intervisions.intervision_planned)
    on_intervision_cancelled = subscribe(networks.IntervisionCancelled, reactions_intervisions.intervision_cancelled)
    on_intervision_joined = subscribe(networks.IntervisionJoined, reactions_intervisions.intervision_joined)
    on_intervision_left = subscribe(networks.IntervisionLeft, reactions_intervisions.intervision_left)
    on_meeting_planned = subscribe(networks.MeetingPlanned, reactions_meetings.meeting_planned)
    on_meeting_moved = subscribe(networks.MeetingMoved, reactions_meetings.meeting_moved)
    on_meeting_cancelled = subscribe(networks.MeetingCancelled, reactions_meetings.meeting_cancelled)
    on_strategy_actions_due = subscribe(municipalities.StrategyActionsDue, reactions_strategies.strategy_actions_due)
    on_strategy_review_due = subscribe(municipalities.StrategyReviewDue, reactions_strategies.strategy_review_due)
    on_mediations_wait = subscribe(mediations.MediationsWait, reactions_mediations.mediations_wait)
    on_answer_written = subscribe(networks.AnswerWritten, reactions.answer_written)
    on_advice_asked = subscribe(networks.AdviceAsked, reactions.advice_asked)
    on_post_reported = subscribe(networks.PostReported, reactions.post_reported)
    on_post_hidden = subscribe(networks.PostHidden, reactions.post_hidden)
    on_second_look_given = subscribe(networks.SecondLookGiven, reactions.second_look_given)
    on_membership_ending = subscribe(networks.MembershipEnding, reactions.membership_ending)
    on_buddies_proposed = subscribe(networks.BuddiesProposed, reactions.buddies_proposed)
    on_buddies_paired = subscribe(networks.BuddiesPaired, reactions.buddies_paired)
    on_trainee_named = subscribe(networks.TraineeNamed, reactions.trainee_named)

    send_due_mails = every(1, jobs.send_due_mails)
    begin_the_day = every(10, daily.begin_the_day)
