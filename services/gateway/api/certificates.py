from flask import request
from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import identity
from shared.contracts import trainings as contract

DESCRIPTION = _l("Certificates of the course, and whether one is valid")

ONE = "/certificates/<uuid:certificate_id>"

routes = [
    Route("GET", "/groups/<uuid:group_id>/completions", contract.completions, _l("Who completed the course")),
    Route("POST", "/groups/<uuid:group_id>/certificates", contract.issue_certificates, _l("Issue certificates"), 201),
    Route("GET", "/certificates", contract.certificates, _l("Certificates")),
    Route("GET", ONE, contract.certificate, _l("A certificate")),
    Route("POST", f"{ONE}/revocation", contract.revoke_certificate, _l("Revoke a certificate")),
    Route("POST", f"{ONE}/renewal", contract.renew_certificate, _l("Renew a certificate")),
    Route("GET", "/verifications/<code>", contract.verification, _l("Whether the certificate with this code is valid")),
    Route("POST", "/verifications/holder", identity.granted_name, _l("The name of a holder who chose to show it")),
    Route(
        "POST",
        "/verifications/name",
        identity.compare_name,
        _l("Whether a name is that of the holder"),
        known={"client": lambda: request.remote_addr or "unknown"},
    ),
    Route(
        "GET",
        "/own-certificates/<certificate_key>",
        contract.own_certificate,
        _l("The certificate of a link in a mail"),
    ),
    Route(
        "PUT",
        "/own-certificates/<certificate_key>",
        contract.show_holder,
        _l("Choose whether everybody sees your name"),
    ),
]
