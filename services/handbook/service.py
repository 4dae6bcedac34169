from services.handbook import arrivals, jobs
from services.handbook.commands import chapters as chapter_commands
from services.handbook.commands import contributions as contribution_commands
from services.handbook.commands import offers as offer_commands
from services.handbook.commands import shares as share_commands
from services.handbook.queries import chapters as chapter_queries
from services.handbook.queries import contributions as contribution_queries
from services.handbook.queries import manual as manual_queries
from services.handbook.queries import offers as offer_queries
from services.handbook.queries import published as published_queries
from services.handbook.queries import shares as share_queries
from shared.contracts import handbook as contract
from shared.messaging import departures, failures
from shared.messaging.cities import Neighbours
from shared.messaging.service import Service, between_cities, command, every, query


class HandbookService(Service):
    name = "handbook"
    figures = (failures.figures, departures.figures)

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

    # what this city shares with the others
    propose_share = command(contract.propose_share, share_commands.propose_share)
    approve_share = command(contract.approve_share, share_commands.approve_share)
    return_share = command(contract.return_share, share_commands.return_share)
    withdraw_share = command(contract.withdraw_share, share_commands.withdraw_share)
    share = query(contract.share, share_queries.share)
    shares = query(contract.shares, share_queries.shares)
    neighbours = query(contract.neighbours, share_queries.neighbours)
    carry_departures = every(1, departures.carry)
    tell_all_again = every(5, jobs.tell_all_again)

    # what the others share with this city
    with_other_cities = between_cities(
        Neighbours(
            {
                contract.ChapterShared: arrivals.chapter_shared,
                contract.ShareWithdrawn: arrivals.share_withdrawn,
                contract.OfferDecided: arrivals.offer_decided,
                contract.CityJoined: arrivals.city_joined,
            },
            refused=arrivals.refused,
            in_touch=arrivals.in_touch,
        )
    )
    offers = query(contract.offers, offer_queries.offers)
    offer = query(contract.offer, offer_queries.offer)
    take_offer = command(contract.take_offer, offer_commands.take_offer)
    adapt_offer = command(contract.adapt_offer, offer_commands.adapt_offer)
    decline_offer = command(contract.decline_offer, offer_commands.decline_offer)
    keep_own = command(contract.keep_own, offer_commands.keep_own)

    # the Global Manual
    manual = query(contract.manual, manual_queries.manual)
    manual_choices = query(contract.manual_choices, manual_queries.manual_choices)
    manual_chapter = query(contract.manual_chapter, manual_queries.manual_chapter)
