from services.identity import commands, jobs, queries, reactions
from shared.contracts import identity as contract
from shared.contracts import networks, trainings
from shared.messaging.service import Service, command, every, query, subscribe


class IdentityService(Service):
    name = "identity"

    sign_in = command(contract.sign_in, commands.sessions.sign_in)
    resume_session = query(contract.resume_session, queries.sessions.resume_session)
    sign_out = command(contract.sign_out, commands.sessions.sign_out)
    sessions = query(contract.sessions, queries.sessions.sessions)
    end_session = command(contract.end_session, commands.sessions.end_session)
    end_other_sessions = command(contract.end_other_sessions, commands.sessions.end_other_sessions)

    change_password = command(contract.change_password, commands.accounts.change_password)
    request_password_reset = command(contract.request_password_reset, commands.accounts.request_password_reset)
    token_holder = query(contract.token_holder, queries.accounts.token_holder)
    set_password = command(contract.set_password, commands.accounts.set_password)
    issue_token = command(contract.issue_token, commands.accounts.issue_token)
    set_language = command(contract.set_language, commands.accounts.set_language)
    register_account = command(contract.register_account, commands.accounts.register_account)
    invite_account = command(contract.invite_account, commands.accounts.invite_account)

    personal_links = query(contract.personal_links, queries.links.personal_links)
    resume_link = query(contract.resume_link, queries.links.resume_link)
    resume_calendar = query(contract.resume_calendar, queries.links.resume_calendar)
    calendar_link = query(contract.calendar_link, queries.links.calendar_link)
    request_link = command(contract.request_link, commands.links.request_link)
    send_link = command(contract.send_link, commands.links.send_link)
    withdraw_links = command(contract.withdraw_links, commands.links.withdraw_links)
    renew_calendar = command(contract.renew_calendar, commands.links.renew_calendar)

    add_person = command(contract.add_person, commands.people.add_person)
    add_applicants = command(contract.add_applicants, commands.applicants.add_applicants)
    change_person = command(contract.change_person, commands.people.change_person)
    erase_person = command(contract.erase_person, commands.people.erase_person)
    person = query(contract.person, queries.people.person)
    people = query(contract.people, queries.people.people)
    names = query(contract.names, queries.people.names)
    trainer_names = query(contract.trainer_names, queries.people.trainer_names)
    contacts = query(contract.contacts, queries.people.contacts)
    granted_name = query(contract.granted_name, queries.grants.granted_name)
    compare_name = command(contract.compare_name, commands.grants.compare_name)
    sector_counts = query(contract.sector_counts, queries.people.sector_counts)
    organisations = query(contract.organisations, queries.people.organisations)
    namings = query(contract.namings, queries.texts.namings)

    give_role = command(contract.give_role, commands.roles.give_role)
    withdraw_role = command(contract.withdraw_role, commands.roles.withdraw_role)

    claim_presence = command(contract.claim_presence, commands.presence.claim_presence)
    change_people = command(contract.change_people, commands.bulk.change_people)
    give_role_to_people = command(contract.give_role_to_people, commands.bulk.give_role_to_people)
    note_export = command(contract.note_export, commands.bulk.note_export)

    duplicates = query(contract.duplicates, queries.duplicates.duplicates)
    pair = query(contract.pair, queries.duplicates.pair)
    keep_apart = command(contract.keep_apart, commands.merges.keep_apart)
    merge_people = command(contract.merge_people, commands.merges.merge_people)
    merges = query(contract.merges, queries.duplicates.merges)
    undo_merge = command(contract.undo_merge, commands.merges.undo_merge)

    preview_import = command(contract.preview_import, commands.imports.preview_import)
    imported = query(contract.imported, queries.imports.imported)
    confirm_import = command(contract.confirm_import, commands.imports.confirm_import)

    on_member_joined = subscribe(networks.MemberJoined, reactions.member_joined)
    on_member_left = subscribe(networks.MemberLeft, reactions.member_left)
    on_registration_confirmed = subscribe(trainings.RegistrationConfirmed, reactions.registration_confirmed)

    tidy = every(600, jobs.tidy)
