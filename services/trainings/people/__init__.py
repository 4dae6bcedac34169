"""People as far as composing groups needs them: a read model fed by events of identity alone.

Emptying its table and applying the same events again gives the same.
"""
