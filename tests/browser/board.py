"""The board of the network as its pages show it: a thread, what the reader follows, what was reported and hidden."""

from uuid import UUID, uuid4

from deploy.demo_data.filling import Filling
from shared.access import EXPERT, SUPPORT, Actor
from shared.contracts import networks
from tests.city import City


def places_on_the_board(city: City, filling: Filling) -> dict[str, str]:
    expert = filling.as_role[EXPERT]
    posts = expert("GET", "/network/posts")["items"]
    answered = next(post["id"] for post in posts if post["answers"] > 1)
    own = next(post["id"] for post in posts if post["author_id"] == filling.ids[EXPERT])
    text = "Begin bij wie nog niets heeft gezegd."
    answer = expert("POST", f"/network/posts/{answered}/answers", step="own answer", text=text)["id"]
    reply = {"step": "own reply", "text": "En hoe vond u die mensen?", "reply_to_id": answer}
    expert("POST", f"/network/posts/{answered}/answers", **reply)
    expert("PUT", f"/network/posts/{answered}/use", how="In een gesprek met ouders in Hillesluis.")
    expert("PUT", f"/network/posts/{answered}/following", following=True)
    expert("PUT", "/network/themes/identity/following", following=True)
    return {"post": answered, "own_post": own, "own_answer": answer, **_reported(city, filling, posts)}


def _reported(city: City, filling: Filling, posts: list[dict[str, str]]) -> dict[str, str]:
    """One that waits for a decision, one that is hidden, and an answer of which somebody else should look again."""
    expert = filling.as_role[EXPERT]
    reported = next(post["id"] for post in posts if post["kind"] == "concern")
    expert("POST", "/network/reports", subject_id=reported, reason="hurts_somebody")
    written = {"title": "Wie er altijd begint", "text": "Vraag het de wijkagent, die weet wie het is."}
    hidden = expert("POST", "/network/posts", step="hidden", kind="concern", **written)["id"]
    answer = expert("POST", f"/network/posts/{reported}/answers", step="hidden answer", text="Altijd dezelfden.")["id"]
    support = Actor(uuid4(), frozenset({SUPPORT}))
    for subject_id, reason in ((hidden, "names_a_person"), (answer, "hurts_somebody")):
        decision = {"subject_id": UUID(subject_id), "decision": "hidden", "reason": reason}
        city.ask(networks.decide, support, **decision)
    expert("PUT", f"/network/reports/{answer}/second-look", step="second look")
    return {"reported_post": reported, "hidden_post": hidden, "hidden_answer": answer}
