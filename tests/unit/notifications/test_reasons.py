import re
from pathlib import Path

import services.notifications
from shared.contracts.notifications import MAIL_REASONS

CODE = "".join(path.read_text() for path in Path(services.notifications.__path__[0]).glob("*.py"))


def test_every_reason_that_a_mail_is_given_is_in_the_contract_for_the_page_to_word():
    given = re.findall(r'(?:Closed\(|NotSent\(|_note_failure\(mail, |values\([^)]*reason=)"(\w+)"', CODE)
    assert set(given) == set(MAIL_REASONS)
