from services.identity import commands, jobs, queries, reactions
from shared.contracts import identity as contract
from shared.contracts import networks
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

    add_person = command(contract.add_person, commands.people.add_person)
    change_person = command(contract.change_person, commands.people.change_person)
    erase_person = command(contract.erase_person, commands.people.erase_person)
    person = query(contract.person, queries.people.person)
    people = query(contract.people, queries.people.people)
    names = query(contract.names, queries.people.names)
    contacts = query(contract.contacts, queries.people.contacts)
    organisations = query(contract.organisations, queries.people.organisations)

    give_role = command(contract.give_role, commands.roles.give_role)
    withdraw_role = command(contract.withdraw_role, commands.roles.withdraw_role)

    preview_import = command(contract.preview_import, commands.imports.preview_import)
    imported = query(contract.imported, queries.imports.imported)
    confirm_import = command(contract.confirm_import, commands.imports.confirm_import)

    on_member_joined = subscribe(networks.MemberJoined, reactions.member_joined)
    on_member_left = subscribe(networks.MemberLeft, reactions.member_left)

    tidy = every(600, jobs.tidy)
