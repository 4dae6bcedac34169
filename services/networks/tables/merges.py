from services.networks.tables.base import Base
from shared.database.merging import MergeColumns


class Merge(MergeColumns, Base):
    """What was moved when two records of one person were merged."""

    __tablename__ = "merges"
