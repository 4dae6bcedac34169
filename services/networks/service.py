from typing import ClassVar

from services.networks import reactions
from services.networks.colleagues import reactions as on_colleagues
from services.networks.colleagues.tables import TABLES as COLLEAGUES
from services.networks.commands import advice as advice_commands
from services.networks.commands import agenda as agenda_commands
from services.networks.commands import answers as answer_commands
from services.networks.commands import buddies as buddy_commands
from services.networks.commands import follows as follow_commands
from services.networks.commands import initiative_parts as part_commands
from services.networks.commands import initiatives as initiative_commands
from services.networks.commands import intervisions as intervision_commands
from services.networks.commands import meetings as meeting_commands
from services.networks.commands import membership as membership_commands
from services.networks.commands import minutes as minutes_commands
from services.networks.commands import moderation as moderation_commands
from services.networks.commands import onward as onward_commands
from services.networks.commands import posts as post_commands
from services.networks.commands import provider as provider_commands
from services.networks.commands import reuses as reuse_commands
from services.networks.commands import rooms as room_commands
from services.networks.commands import visibility as visibility_commands
from services.networks.jobs import advice as advice_jobs
from services.networks.jobs import intervisions as intervision_jobs
from services.networks.jobs import membership as membership_jobs
from services.networks.queries import advice as advice_queries
from services.networks.queries import buddies as buddy_queries
from services.networks.queries import figures as figure_queries
from services.networks.queries import follows as follow_queries
from services.networks.queries import initiatives as initiative_queries
from services.networks.queries import intervisions as intervision_queries
from services.networks.queries import meetings as meeting_queries
from services.networks.queries import membership as membership_queries
from services.networks.queries import minutes as minutes_queries
from services.networks.queries import moderation as moderation_queries
from services.networks.queries import news as news_queries
from services.networks.queries import onward as onward_queries
from services.networks.queries import posts as post_queries
from services.networks.queries import provider as provider_queries
from services.networks.queries import rooms as room_queries
from services.networks.queries import tree as tree_queries
from services.networks.queries import visibility as visibility_queries
from shared.contracts import identity, trainings
from shared.contracts import networks as contract
from shared.messaging.read_models import ReadModel
from shared.messaging.service import Service, command, every, query, subscribe


class NetworksService(Service):
    name = "networks"
    read_models: ClassVar = {"colleagues": ReadModel(COLLEAGUES, on_colleagues)}

    # membership
    invitation = query(contract.invitation, membership_queries.invitation)
    join = command(contract.join, membership_commands.join)
    decline = command(contract.decline, membership_commands.decline)
    leave = command(contract.leave, membership_commands.leave)
    change_profile = command(contract.change_profile, membership_commands.change_profile)
    member = query(contract.member, membership_queries.member)
    members = query(contract.members, membership_queries.members)
    membership = query(contract.membership, membership_queries.membership)
    renew = command(contract.renew, membership_commands.renew)
    ask_who_stays = every(600, membership_jobs.ask_who_stays)

    # who sees what
    who_can_see_me = query(contract.who_can_see_me, visibility_queries.who_can_see_me)
    let_see = command(contract.let_see, visibility_commands.let_see)

    # buddies
    buddies = query(contract.buddies, buddy_queries.buddies)
    search_buddy = command(contract.search_buddy, buddy_commands.search_buddy)
    stop_search = command(contract.stop_search, buddy_commands.stop_search)
    answer_buddy = command(contract.answer_buddy, buddy_commands.answer_buddy)
    end_buddy = command(contract.end_buddy, buddy_commands.end_buddy)

    # who trained whom
    record_onward_training = command(contract.record_onward_training, onward_commands.record_onward_training)
    remove_onward_training = command(contract.remove_onward_training, onward_commands.remove_onward_training)
    name_trainee = command(contract.name_trainee, onward_commands.name_trainee)
    answer_as_trainee = command(contract.answer_as_trainee, onward_commands.answer_as_trainee)
    onward_training = query(contract.onward_training, onward_queries.onward_training)
    onward_trainings = query(contract.onward_trainings, onward_queries.onward_trainings)
    tree = query(contract.tree, tree_queries.tree)
    network_figures = query(contract.network_figures, figure_queries.network_figures)

    # posts
    post = query(contract.post, post_queries.post)
    posts = query(contract.posts, post_queries.posts)
    write_post = command(contract.write_post, post_commands.write_post)
    change_post = command(contract.change_post, post_commands.change_post)
    delete_post = command(contract.delete_post, post_commands.delete_post)

    # answers
    write_answer = command(contract.write_answer, answer_commands.write_answer)
    change_answer = command(contract.change_answer, answer_commands.change_answer)
    delete_answer = command(contract.delete_answer, answer_commands.delete_answer)
    accept_answer = command(contract.accept_answer, answer_commands.accept_answer)

    # advice
    asked_of_me = query(contract.asked_of_me, advice_queries.asked_of_me)
    not_now = command(contract.not_now, advice_commands.not_now)
    rest = command(contract.rest, advice_commands.rest)
    ask_the_next = every(60, advice_jobs.ask_the_next)

    # following and using
    following = query(contract.following, follow_queries.following)
    follow_post = command(contract.follow_post, follow_commands.follow_post)
    follow_theme = command(contract.follow_theme, follow_commands.follow_theme)
    use_post = command(contract.use_post, reuse_commands.use_post)
    withdraw_use = command(contract.withdraw_use, reuse_commands.withdraw_use)

    # initiatives
    initiatives = query(contract.initiatives, initiative_queries.initiatives)
    initiative = query(contract.initiative, initiative_queries.initiative)
    start_initiative = command(contract.start_initiative, initiative_commands.start_initiative)
    change_initiative = command(contract.change_initiative, initiative_commands.change_initiative)
    set_initiative_state = command(contract.set_initiative_state, initiative_commands.set_initiative_state)
    join_initiative = command(contract.join_initiative, initiative_commands.join_initiative)
    leave_initiative = command(contract.leave_initiative, initiative_commands.leave_initiative)
    add_step = command(contract.add_step, part_commands.add_step)
    change_step = command(contract.change_step, part_commands.change_step)
    finish_step = command(contract.finish_step, part_commands.finish_step)
    remove_step = command(contract.remove_step, part_commands.remove_step)
    add_need = command(contract.add_need, part_commands.add_need)
    settle_need = command(contract.settle_need, part_commands.settle_need)
    remove_need = command(contract.remove_need, part_commands.remove_need)
    offer_help = command(contract.offer_help, part_commands.offer_help)
    withdraw_offer = command(contract.withdraw_offer, part_commands.withdraw_offer)
    write_note = command(contract.write_note, part_commands.write_note)
    remove_note = command(contract.remove_note, part_commands.remove_note)
    # intervision
    intervisions = query(contract.intervisions, intervision_queries.intervisions)
    intervision = query(contract.intervision, intervision_queries.intervision)
    plan_intervision = command(contract.plan_intervision, intervision_commands.plan_intervision)
    change_intervision = command(contract.change_intervision, intervision_commands.change_intervision)
    cancel_intervision = command(contract.cancel_intervision, intervision_commands.cancel_intervision)
    join_intervision = command(contract.join_intervision, intervision_commands.join_intervision)
    leave_intervision = command(contract.leave_intervision, intervision_commands.leave_intervision)
    take_role = command(contract.take_role, intervision_commands.take_role)
    write_lesson = command(contract.write_lesson, intervision_commands.write_lesson)
    intervision_room = query(contract.intervision_room, room_queries.intervision_room)
    begin_intervision = command(contract.begin_intervision, room_commands.begin_intervision)
    go_to_step = command(contract.go_to_step, room_commands.go_to_step)
    extend_step = command(contract.extend_step, room_commands.extend_step)
    end_intervision = command(contract.end_intervision, room_commands.end_intervision)
    my_intervisions = query(contract.my_intervisions, intervision_queries.my_intervisions)
    intervision_details = query(contract.intervision_details, intervision_queries.intervision_details)
    end_rooms_left_alone = every(600, intervision_jobs.end_rooms_left_alone)
    forget_intervisions = every(3600, intervision_jobs.forget_intervisions)

    # what the training provider brings
    provider = query(contract.provider, provider_queries.provider)
    change_provider = command(contract.change_provider, provider_commands.change_provider)
    material = query(contract.material, provider_queries.material)
    add_material = command(contract.add_material, provider_commands.add_material)
    change_material = command(contract.change_material, provider_commands.change_material)
    remove_material = command(contract.remove_material, provider_commands.remove_material)
    provider_dates = query(contract.provider_dates, provider_queries.provider_dates)
    plan_provider_date = command(contract.plan_provider_date, provider_commands.plan_provider_date)
    change_provider_date = command(contract.change_provider_date, provider_commands.change_provider_date)
    cancel_provider_date = command(contract.cancel_provider_date, provider_commands.cancel_provider_date)
    my_provider_dates = query(contract.my_provider_dates, provider_queries.my_provider_dates)
    member_ids = query(contract.member_ids, provider_queries.member_ids)

    # meetings
    meetings = query(contract.meetings, meeting_queries.meetings)
    meetings_to_come = query(contract.meetings_to_come, meeting_queries.meetings_to_come)
    meeting = query(contract.meeting, meeting_queries.meeting)
    my_meetings = query(contract.my_meetings, meeting_queries.my_meetings)
    meeting_details = query(contract.meeting_details, meeting_queries.meeting_details)
    plan_meeting = command(contract.plan_meeting, meeting_commands.plan_meeting)
    change_meeting = command(contract.change_meeting, meeting_commands.change_meeting)
    cancel_meeting = command(contract.cancel_meeting, meeting_commands.cancel_meeting)
    answer_meeting = command(contract.answer_meeting, meeting_commands.answer_meeting)
    add_agenda_item = command(contract.add_agenda_item, agenda_commands.add_agenda_item)
    change_agenda_item = command(contract.change_agenda_item, agenda_commands.change_agenda_item)
    move_agenda_item = command(contract.move_agenda_item, agenda_commands.move_agenda_item)
    remove_agenda_item = command(contract.remove_agenda_item, agenda_commands.remove_agenda_item)
    minutes_draft = query(contract.minutes_draft, minutes_queries.minutes_draft)
    save_minutes = command(contract.save_minutes, minutes_commands.save_minutes)
    add_action = command(contract.add_action, minutes_commands.add_action)
    finish_action = command(contract.finish_action, minutes_commands.finish_action)
    remove_action = command(contract.remove_action, minutes_commands.remove_action)
    meetings_outstanding = query(contract.meetings_outstanding, minutes_queries.meetings_outstanding)

    # moderation
    report = command(contract.report, moderation_commands.report)
    ask_second_look = command(contract.ask_second_look, moderation_commands.ask_second_look)
    reports = query(contract.reports, moderation_queries.reports)
    reported = query(contract.reported, moderation_queries.reported)
    decide = command(contract.decide, moderation_commands.decide)
    look_again = command(contract.look_again, moderation_commands.look_again)

    # news
    member_news = query(contract.member_news, news_queries.member_news)
    news_titles = query(contract.news_titles, news_queries.news_titles)

    on_course_completed = subscribe(trainings.CourseCompleted, reactions.course_completed)
    on_course_completion_withdrawn = subscribe(
        trainings.CourseCompletionWithdrawn, reactions.course_completion_withdrawn
    )
    on_person_added_to_colleagues = subscribe(identity.PersonAdded, on_colleagues.person_added)
    on_person_changed_in_colleagues = subscribe(identity.PersonChanged, on_colleagues.person_changed)
    on_role_given_to_a_colleague = subscribe(identity.RoleGiven, on_colleagues.role_given)
    on_role_withdrawn_from_a_colleague = subscribe(identity.RoleWithdrawn, on_colleagues.role_withdrawn)
    on_person_merged_in_colleagues = subscribe(identity.PersonMerged, on_colleagues.person_merged)
    on_person_erased_from_colleagues = subscribe(identity.PersonErased, on_colleagues.person_erased)
    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
    on_person_merged = subscribe(identity.PersonMerged, reactions.person_merged)
    on_person_merge_undone = subscribe(identity.PersonMergeUndone, reactions.person_merge_undone)
