from shared.errors import Invalid, Refusal


class WrongSignIn(Refusal):
    """Unknown address or wrong password: it does not say which. The attempt is counted."""

    code = "wrong_sign_in"
    status = 401
    keeps_changes = True


class WrongPassword(Invalid):
    """The current password, asked before a change, is another one. The attempt is counted."""

    keeps_changes = True


class TokenNotValid(Refusal):
    """A link that was used, replaced by a newer one, too old, or never given out."""

    code = "token_not_valid"
    status = 410


class LinkNotValid(Refusal):
    """A personal link that is too old, was ended, or was never given out. What looks like a guess is counted."""

    code = "link_not_valid"
    status = 410
    keeps_changes = True


class AccountExists(Refusal):
    code = "account_exists"
    status = 409


class NoAccount(Refusal):
    code = "no_account"
    status = 409


class RoleNotYours(Refusal):
    """A role that only an operator gives and withdraws."""

    code = "role_not_yours"
    status = 403


class PersonNotYours(Refusal):
    """Only an operator removes a coordinator or operator, or changes where their mail goes."""

    code = "person_not_yours"
    status = 403


class LastOperator(Refusal):
    code = "last_operator"
    status = 409


class NotYourself(Refusal):
    code = "not_yourself"
    status = 409


class ImportHasErrors(Refusal):
    """`errors` is the number of lines with something wrong."""

    code = "import_has_errors"
    status = 409


class SamePerson(Refusal):
    """Two records are merged, not one with itself."""

    code = "same_person"
    status = 422


class TooLateToUndo(Refusal):
    code = "too_late_to_undo"
    status = 410


class MergedSince(Refusal):
    """The person that came of it was merged into another since: that goes back first."""

    code = "merged_since"
    status = 409


class AddressTakenSince(Refusal):
    """An address that somebody would get back belongs to somebody else by now."""

    code = "address_taken_since"
    status = 409
