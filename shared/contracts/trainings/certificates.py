"""Certificates of those who completed the course, and the page on which everybody can see whether one is valid."""

from shared.access import ANYONE, COORDINATOR, SERVICE
from shared.contracts import fields
from shared.contracts.base import Schema, paged
from shared.contracts.trainings.base import Event, OneGroup, trainings

CERTIFICATE_STATES = ("valid", "expired", "revoked")
# What a coordinator may say; `not_completed` also comes by itself, when the attendance is corrected.
REVOCATION_REASONS = ("issued_in_error", "not_completed", "misused", "asked_by_holder")


class CertificateFacts(Schema):
    """What is printed and shown. The course has two parts; `expires_on` is the last day on which it is valid."""

    code = fields.Text(max=20)
    state = fields.Choice(CERTIFICATE_STATES)
    training_day_on = fields.Date()
    deepening_on = fields.Date()
    issued_on = fields.Date()
    expires_on = fields.Date(allow_none=True)
    revoked_on = fields.Date(allow_none=True)


class Certificate(CertificateFacts):
    """`reason`: why it was revoked."""

    id = fields.Id()
    person_id = fields.Id()
    programme_id = fields.Id()
    group_id = fields.Id()
    group_name = fields.Text()
    reason = fields.Choice(REVOCATION_REASONS, allow_none=True)


class OneCertificate(Schema):
    certificate_id = fields.Id(required=True)


class CertificatesFilter(Schema):
    """`person_ids`: of these people alone; an empty list is nobody."""

    programme_id = fields.Id(load_default=None, allow_none=True)
    group_id = fields.Id(load_default=None, allow_none=True)
    state = fields.Choice(CERTIFICATE_STATES, load_default=None, allow_none=True)
    person_ids = fields.Many(fields.Id(), load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class Completion(Schema):
    """Somebody who completed the course; `certificate` is the one that was not revoked, if any."""

    person_id = fields.Id()
    certificate = fields.Part(Certificate, allow_none=True)


class Completions(Schema):
    """`expires_on`: what a certificate that is issued today would say."""

    group_name = fields.Text()
    programme_id = fields.Id()
    expires_on = fields.Date(allow_none=True)
    completions = fields.Many(fields.Part(Completion), max=5_000)


class IssueCertificates(Schema):
    group_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), required=True)


class Issued(Schema):
    """`already`: had a certificate of this course that was not revoked."""

    issued = fields.Number()
    already = fields.Number()


class RevokeCertificate(Schema):
    certificate_id = fields.Id(required=True)
    reason = fields.Choice(REVOCATION_REASONS, required=True)


class Renewed(Schema):
    expires_on = fields.Date(allow_none=True)


class CertificateCode(Schema):
    code = fields.Text(max=40, required=True)


class Verification(CertificateFacts):
    """`holder` lets identity say the name if the holder chose to show it (`name_shown`), else whether a name is theirs.
    It is good for some minutes."""

    name_shown = fields.YesNo()
    holder = fields.Secret()


class CertificateKey(Schema):
    """From the link in the holder's mail."""

    certificate_key = fields.Secret(required=True)


class OwnCertificate(Verification):
    """`holder` lets identity say the name."""


class ShowHolder(CertificateKey):
    shown = fields.YesNo(required=True)


class CertificatesWanted(Schema):
    certificate_ids = fields.Many(fields.Id(), required=True, max=1_000)


class CertificateLink(Schema):
    """What a mail to its holder says; `key` opens their own page about it."""

    id = fields.Id()
    code = fields.Text(max=20)
    key = fields.Secret()
    expires_on = fields.Date(allow_none=True)


class CertificateLinks(Schema):
    certificates = fields.Many(fields.Part(CertificateLink), max=1_000)


class CertificateIssued(Event):
    aggregate = "certificate_id"
    certificate_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    group_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    expires_on = fields.Date(required=True, allow_none=True)


class CertificateRenewed(Event):
    aggregate = "certificate_id"
    certificate_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    expires_on = fields.Date(required=True, allow_none=True)


class CertificateRevoked(Event):
    aggregate = "certificate_id"
    certificate_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    reason = fields.Choice(REVOCATION_REASONS, required=True)


completions = trainings.query("completions", OneGroup, Completions, who=[COORDINATOR])
issue_certificates = trainings.command("issue_certificates", IssueCertificates, Issued, who=[COORDINATOR])
certificates = trainings.query(
    "certificates", CertificatesFilter, paged(Certificate, "Certificates"), who=[COORDINATOR]
)
certificate = trainings.query("certificate", OneCertificate, Certificate, who=[COORDINATOR])
revoke_certificate = trainings.command("revoke_certificate", RevokeCertificate, who=[COORDINATOR])
renew_certificate = trainings.command("renew_certificate", OneCertificate, Renewed, who=[COORDINATOR])
verification = trainings.query("verification", CertificateCode, Verification, who=[ANYONE], secret=True)
own_certificate = trainings.query("own_certificate", CertificateKey, OwnCertificate, who=[ANYONE], secret=True)
show_holder = trainings.command("show_holder", ShowHolder, who=[ANYONE], secret=True)
certificate_links = trainings.query(
    "certificate_links", CertificatesWanted, CertificateLinks, who=[SERVICE], secret=True
)
