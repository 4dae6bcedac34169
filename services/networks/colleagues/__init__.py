"""What the network has to know of people beside what it owns: a read model fed by events of identity alone.

In which sector they work, for matching buddies, and who supports the network, for its figures. Emptying its table and
applying the same events again gives the same.
"""
