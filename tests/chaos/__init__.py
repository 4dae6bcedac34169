"""Faults, each many times, while commands go through the public API; then nothing may be lost, doubled or in disorder.

    make chaos                                                    every fault, every mutant; writes docs/reliability.md
    make chaos ARGS="--fault relay_killed --seed 7 --commands 5000"

What is under test is a city as it is deployed, on a broker and a database that only it uses:

    load.py      sends commands as a client would, from a process of its own, and writes them into ...
    ledger.py    ... a file outside the system: what was intended, before it was sent, and what was answered
    chain.py     what the commands do: a link more to a chain, at the author and then at the reader. A link that is
                 lost, doubled or out of order breaks the chain, and nothing in it would mend that
    pace.py      what is shorter here than in a deployment
    faults/      what goes wrong
    checks.py    what must be true in the end, whatever went wrong
    mutants.py   the same system with one of its promises taken out: the checks must notice
    run.py       one city, one fault, from the first command to the verdict
    report.py    docs/reliability.md
"""
