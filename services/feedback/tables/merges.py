from services.feedback.tables.base import Base
from shared.database.merging import MergeColumns


class Merge(MergeColumns, Base):
    """What was moved when two records of one person were merged. Of links and answers there is nothing to move."""

    __tablename__ = "merges"
