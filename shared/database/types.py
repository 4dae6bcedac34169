"""Column types that every service uses the same way."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from sqlalchemy import DateTime, Uuid
from sqlalchemy.orm import mapped_column

from shared.ids import new_id

Key = Annotated[UUID, mapped_column(Uuid, primary_key=True, default=new_id)]
PersonId = Annotated[UUID, mapped_column(Uuid, index=True)]
Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
