from services.notifications import commands, jobs, queries, reactions
from shared.contracts import feedback, identity, networks, trainings
from shared.contracts import notifications as contract
from shared.messaging.service import Service, command, every, query, subscribe


class NotificationsService(Service):
    name = "notifications"

    mails = query(contract.mails, queries.mails)
    mail = query(contract.mail, queries.mail)
    send_again = command(contract.send_again, commands.send_again)
    mail_hold = query(contract.mail_hold, queries.mail_hold)
    hold_mail = command(contract.hold_mail, commands.hold_mail)
    release_mail = command(contract.release_mail, commands.release_mail)

    on_account_invited = subscribe(identity.AccountInvited, reactions.account_invited)
    on_password_reset_requested = subscribe(identity.PasswordResetRequested, reactions.password_reset_requested)
    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
    on_session_planned = subscribe(trainings.SessionPlanned, reactions.session_planned)
    on_session_cancelled = subscribe(trainings.SessionCancelled, reactions.session_cancelled)
    on_people_invited = subscribe(trainings.PeopleInvited, reactions.people_invited)
    on_person_enrolled = subscribe(trainings.PersonEnrolled, reactions.person_enrolled)
    on_person_waitlisted = subscribe(trainings.PersonWaitlisted, reactions.person_waitlisted)
    on_person_withdrawn = subscribe(trainings.PersonWithdrawn, reactions.person_withdrawn)
    on_trainer_assigned = subscribe(trainings.TrainerAssigned, reactions.trainer_assigned)
    on_group_formed = subscribe(trainings.GroupFormed, reactions.group_formed)
    on_feedback_requested = subscribe(feedback.FeedbackRequested, reactions.feedback_requested)
    on_network_invitation_made = subscribe(networks.NetworkInvitationMade, reactions.network_invitation_made)
    on_answer_written = subscribe(networks.AnswerWritten, reactions.answer_written)

    send_due_mails = every(1, jobs.send_due_mails)
