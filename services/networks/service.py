from services.networks import commands, queries, reactions
from shared.contracts import identity, trainings
from shared.contracts import networks as contract
from shared.messaging.service import Service, command, query, subscribe


class NetworksService(Service):
    name = "networks"

    invitation = query(contract.invitation, queries.invitation)
    member = query(contract.member, queries.member)
    members = query(contract.members, queries.members)
    post = query(contract.post, queries.post)
    posts = query(contract.posts, queries.posts)

    join = command(contract.join, commands.join)
    decline = command(contract.decline, commands.decline)
    leave = command(contract.leave, commands.leave)
    change_profile = command(contract.change_profile, commands.change_profile)
    write_post = command(contract.write_post, commands.write_post)
    write_answer = command(contract.write_answer, commands.write_answer)

    on_course_completed = subscribe(trainings.CourseCompleted, reactions.course_completed)
    on_course_completion_withdrawn = subscribe(
        trainings.CourseCompletionWithdrawn, reactions.course_completion_withdrawn
    )
    on_person_erased = subscribe(identity.PersonErased, reactions.person_erased)
