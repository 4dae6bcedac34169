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


class MayNotLeave(Refusal):
    """Something in the text is not for other cities. Details: parts, name -> code of what is in it."""

    code = "may_not_leave"
    status = 422


class TooLargeToShare(Refusal):
    """A message of the exchange holds no more. Details: kilobytes."""

    code = "too_large_to_share"
    status = 422


class SharedAlready(Refusal):
    """The cities have this edition."""

    code = "shared_already"


class NotProposed(Refusal):
    """It was never proposed to the other cities, or is decided on."""

    code = "not_proposed"


class NotShared(Refusal):
    code = "not_shared"


class OfferDecided(Refusal):
    """This edition was taken over, or declined, already."""

    code = "offer_decided"


class OfferWithdrawn(Refusal):
    """The city that offered it took it back."""

    code = "offer_withdrawn"


class NothingToKeep(Refusal):
    """Nothing was made of it here, or its city did not change it since."""

    code = "nothing_to_keep"
