from deploy import docs


def test_the_page_of_events_is_up_to_date():
    """`python -m deploy.docs` writes it."""
    assert docs.EVENTS_PAGE.read_text(encoding="utf-8") == docs.events_page()
