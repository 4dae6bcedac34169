def test_a_coordinator_signs_in(coordinator, any_program):
    assert coordinator.open("/").status == 200
