"""How many rows there are, as an expression of another statement."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce


def counted(rows: QuerySet[Any]) -> Coalesce:
    one = rows.order_by().annotate(one=Value(1)).values("one")
    count = Subquery(one.values(count=Count("pk")), output_field=IntegerField())
    return Coalesce(count, 0)
