"""The dashboard of a programme: a read model fed by events alone, in tables of its own (`dashboard_*`).

Emptying those tables and applying the same events again gives the same dashboard.
"""
