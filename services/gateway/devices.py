"""Where somebody signed in, so that they recognise it in their list: browser and system, and nothing finer."""

from flask import request

# The first one found counts: many browsers also give the names of those after them.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
LONGEST_NAME = 40


def of_request() -> str | None:
    """`Firefox, Windows`; of a program that is no browser the name that it gives itself."""
    return named(request.headers.get("User-Agent", ""))


def named(user_agent: str) -> str | None:
    found = [next((name for mark, name in marks if mark in user_agent), None) for marks in (BROWSERS, SYSTEMS)]
    if not any(found):
        found = [user_agent.partition("/")[0].strip()[:LONGEST_NAME]]
    return ", ".join(name for name in found if name) or None
