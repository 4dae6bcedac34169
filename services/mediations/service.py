from services.mediations import jobs, reactions
from services.mediations.commands import entries as entry_commands
from services.mediations.commands import mediations as commands
from services.mediations.queries import figures as figure_queries
from services.mediations.queries import mediations as queries
from shared.contracts import identity
from shared.contracts import mediations as contract
from shared.messaging.service import Service, command, every, query, subscribe


class MediationsService(Service):
    name = "mediations"

    # keys
    mediator_key = query(contract.mediator_key, queries.mediator_key)
    set_mediator_key = command(contract.set_mediator_key, commands.set_mediator_key)
    keep_key = command(contract.keep_key, commands.keep_key)

    # intake
    mediations = query(contract.all_mediations, queries.mediations)
    mediators = query(contract.mediators, queries.mediators)
    open_mediation = command(contract.open_mediation, commands.open_mediation)
    ask_mediator = command(contract.ask_mediator, commands.ask_mediator)
    answer_request = command(contract.answer_request, commands.answer_request)
    note_answer = command(contract.note_answer, commands.note_answer)

    # the mediation
    mediation = query(contract.mediation, queries.mediation)
    agree_confidentiality = command(contract.agree_confidentiality, commands.agree_confidentiality)
    judge_suitability = command(contract.judge_suitability, commands.judge_suitability)
    add_entry = command(contract.add_entry, entry_commands.add_entry)
    change_entry = command(contract.change_entry, entry_commands.change_entry)
    finish_entry = command(contract.finish_entry, entry_commands.finish_entry)
    remove_entry = command(contract.remove_entry, entry_commands.remove_entry)
    set_stage = command(contract.set_stage, commands.set_stage)
    close_mediation = command(contract.close_mediation, commands.close_mediation)
    note_heard = command(contract.note_heard, commands.note_heard)
    end_follow_up = command(contract.end_follow_up, commands.end_follow_up)

    # figures
    mediation_figures = query(contract.mediation_figures, figure_queries.mediation_figures)

    on_role_given = subscribe(identity.RoleGiven, reactions.role_given)
    on_role_withdrawn = subscribe(identity.RoleWithdrawn, reactions.role_withdrawn)
    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
    on_person_merged = subscribe(identity.PersonMerged, reactions.person_merged)
    on_person_merge_undone = subscribe(identity.PersonMergeUndone, reactions.person_merge_undone)

    destroy_what_is_over = every(3600, jobs.destroy_what_is_over)
    remind = every(3600, jobs.remind)
