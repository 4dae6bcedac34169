from services.mediations import errors

BY_CODE = {
    each.code: each
    for each in (
        errors.NoConfidentialityYet,
        errors.SuitabilityNotJudged,
        errors.MediationUnsuitable,
        errors.NoGroundRulesYet,
        errors.NotClosedYet,
    )
}


def refuse_what_is_missing(code: str | None) -> None:
    """`code`: what a rule says has to come first, or nothing."""
    if code is not None:
        raise BY_CODE[code]()
