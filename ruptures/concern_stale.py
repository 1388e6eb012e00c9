"""What is said where a concern was changed elsewhere in the meantime."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class StaleConcern(ValidationError):  # noqa: N818  a state, as the page tells it
    """It was changed elsewhere since the form of that version was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "This was changed elsewhere since you opened it. "
                "Nothing was overwritten; below is how it stands now."
            ),
            code="stale",
        )
