"""What the demo leaves out of what follows a course: certificates and thank-yous, for the pages that show them."""

from deploy.demo_data.filling import Filling
from shared.access import COORDINATOR
from shared.contracts import trainings
from tests.city import City


def places_after(city: City, filling: Filling, group_id: str, session_id: str) -> dict[str, str]:
    """`group_id` completed its course, `session_id` was recorded. Two certificates, one of them revoked."""
    coordinator = filling.as_role[COORDINATOR]
    graduates = [each["person_id"] for each in coordinator("GET", f"/groups/{group_id}/completions")["completions"]]
    coordinator("POST", f"/groups/{group_id}/certificates", step="two", person_ids=graduates[:2])
    revoked, valid = coordinator("GET", "/certificates", group_id=group_id)["items"]
    coordinator("POST", f"/certificates/{revoked['id']}/revocation", reason="issued_in_error")
    people = [each["person_id"] for each in coordinator("GET", f"/sessions/{session_id}/thank-yous")["thank_yous"]]
    coordinator("POST", f"/sessions/{session_id}/thank-yous/sending", text="Bedankt.", person_ids=people[:2])
    links = city.caller(trainings.certificate_links, certificate_ids=[valid["id"]]).data["certificates"]
    return {
        "certificate": valid["id"],
        "certificate_code": valid["code"],
        "revoked_code": revoked["code"],
        "certificate_key": links[0]["key"],
    }
