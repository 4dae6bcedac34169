from services.handbook import jobs
from services.handbook.commands import chapters as chapter_commands
from services.handbook.commands import contributions as contribution_commands
from services.handbook.queries import chapters as chapter_queries
from services.handbook.queries import contributions as contribution_queries
from services.handbook.queries import published as published_queries
from shared.contracts import handbook as contract
from shared.messaging.service import Service, command, every, query


class HandbookService(Service):
    name = "handbook"

    # chapters, as editors write them
    chapters = query(contract.chapters, chapter_queries.chapters)
    start_chapter = command(contract.start_chapter, chapter_commands.start_chapter)
    change_theme = command(contract.change_theme, chapter_commands.change_theme)
    chapter_text = query(contract.chapter_text, chapter_queries.chapter_text)
    start_translation = command(contract.start_translation, chapter_commands.start_translation)
    write_text = command(contract.write_text, chapter_commands.write_text)
    publish_text = command(contract.publish_text, chapter_commands.publish_text)
    withdraw_text = command(contract.withdraw_text, chapter_commands.withdraw_text)
    differences = query(contract.differences, chapter_queries.differences)

    # the handbook, as everybody reads it
    contents = query(contract.contents, published_queries.contents)
    published_chapter = query(contract.published_chapter, published_queries.published_chapter)
    whole_handbook = query(contract.whole_handbook, published_queries.whole_handbook)

    # what partners and colleagues contribute
    make_partner_link = command(contract.make_partner_link, contribution_commands.make_partner_link)
    partner_links = query(contract.partner_links, contribution_queries.partner_links)
    revoke_partner_link = command(contract.revoke_partner_link, contribution_commands.revoke_partner_link)
    invitation_to_contribute = query(contract.invitation_to_contribute, contribution_queries.invitation_to_contribute)
    contribute = command(contract.contribute, contribution_commands.contribute)
    contribute_lesson = command(contract.contribute_lesson, contribution_commands.contribute_lesson)
    contribution_outcome = query(contract.contribution_outcome, contribution_queries.contribution_outcome)
    contributions = query(contract.contributions, contribution_queries.contributions)
    contribution = query(contract.contribution, contribution_queries.contribution)
    accept_contribution = command(contract.accept_contribution, contribution_commands.accept_contribution)
    decline_contribution = command(contract.decline_contribution, contribution_commands.decline_contribution)
    forget_what_was_declined = every(3600, jobs.forget_what_was_declined)
