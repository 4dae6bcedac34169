"""Of Middleground. The same as in pyproject.toml."""

VERSION = "0.1.0"
