"""Backups of a city, and its restore: docs/decisions/0013-backup-and-restore.md says how and why."""


class BackupError(Exception):
    """Nothing was made, or nothing was changed; the message is one sentence for an operator."""
