"""What was moved when two records of one person were merged."""

from services.trainings.tables.base import Base
from shared.database.merging import MergeColumns


class Merge(MergeColumns, Base):
    __tablename__ = "merges"
