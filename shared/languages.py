"""The languages that there are: in the whole ones everything is there, in the public ones what the public, participants
and partners read, every mail, and the handbook with its editing."""

WHOLE = ("nl", "en")
PUBLIC = ("fi", "id")
LANGUAGES = (*WHOLE, *PUBLIC)
