from sqlalchemy.orm import DeclarativeBase

from shared.database import metadata


class Base(DeclarativeBase):
    metadata = metadata()
