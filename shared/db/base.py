"""The declarative base: one naming convention, so that no constraint is named by hand."""

from datetime import datetime
from typing import Annotated, ClassVar

from sqlalchemy import DateTime, MetaData, String
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Instant = Annotated[datetime, mapped_column(DateTime(timezone=True))]
"""An instant: `timestamptz`, always aware and in UTC."""

LocalTime = Annotated[datetime, mapped_column(DateTime(timezone=False))]
"""Wall-clock time without a zone; the zone stands in a column beside it."""


Position = Annotated[str, mapped_column(String(collation="C"))]
"""A key of manual order, compared byte by byte; NULL stands where the row's own id would."""


class Base(DeclarativeBase):
    """Every table of Rondel."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING_CONVENTION)
