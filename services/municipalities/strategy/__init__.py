"""The city's own strategy for a programme, and the page for the council."""
