"""What in a text is an address of somebody."""

import re

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Nine digits or more, as numbers begin at home and abroad; a date has eight.
PHONE = re.compile(r"(?<![\w+])(?:\+|0)\d(?:[\s./()-]{0,2}\d){7,}")
