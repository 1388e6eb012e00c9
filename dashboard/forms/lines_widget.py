"""Lines of three controls each, as the page of the observer's sheet sends them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict

COLUMNS = ("marker", "minute", "salience")  # each sent once a line
Line = tuple[str, ...]  # as it was entered, in the order of COLUMNS


class LinesWidget(forms.Widget):
    """Lines of three controls of the same names; those left blank are no lines."""

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> list[Line]:
        if not isinstance(data, MultiValueDict):
            return []
        columns = [data.getlist(column) for column in COLUMNS]
        return [line for line in zip(*columns, strict=False) if any(line)]

    def value_omitted_from_data(self, *_args: Any) -> bool:
        return False
