from shared.errors import Refusal


class ChapterIncomplete(Refusal):
    """Every part of a text is there before it is published. Details: missing, how many are not."""

    code = "chapter_incomplete"


class RedactionNotConfirmed(Refusal):
    """An editor looks a text through before everybody can read it."""

    code = "redaction_not_confirmed"
    status = 422


class NothingToPublish(Refusal):
    """What is written is what was published."""

    code = "nothing_to_publish"


class NotPublished(Refusal):
    code = "not_published"


class TranslationExists(Refusal):
    code = "translation_exists"


class ContributionLinkClosed(Refusal):
    """It expired, was revoked, or never was one."""

    code = "contribution_link_closed"
    status = 410


class TooManyContributions(Refusal):
    """Details: most, by one link."""

    code = "too_many_contributions"
    status = 429


class ContributionDecided(Refusal):
    """It was accepted or declined already."""

    code = "contribution_decided"
