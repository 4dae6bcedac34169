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
