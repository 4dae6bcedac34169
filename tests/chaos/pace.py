"""Pauses that are shorter here than in a deployment, so that a fault fits into a run more often."""

from datetime import timedelta

HEARTBEAT = 4
FIRST_PAUSE = timedelta(milliseconds=50)

# A connection, or a process behind one, that has been silent for so long has been given up by the other side.
GIVEN_UP_SECONDS = 3 * HEARTBEAT + 1
