"""What only members may see can be taken out by members alone."""

from datetime import timedelta

import pytest

from services.gateway.listed import TABLES
from shared import clock
from tests.gateway.overview.test_exports import OF_MEMBERS, get, lines


@pytest.mark.parametrize("table", sorted(OF_MEMBERS))
def test_every_table_of_the_members_can_be_taken_out_by_them_and_nobody_else(member, stranger, table):
    day = clock.today("Europe/Amsterdam") + timedelta(days=7)
    plan = {"title": "Voorjaar", "date": day.isoformat(), "start_time": "14:00", "place": "Stadhuis"}
    meeting_id = member.api("POST", "/network/meetings", **plan)["id"]
    heading, *_rows = lines(get(member, table, meeting_id=meeting_id))
    assert len(heading) == len(TABLES[table].columns)
    assert get(stranger, table, meeting_id=meeting_id).status_code == 403
