"""Sessions in the database, as rows that know whose browser they are.

Django's own way of extending a database-backed session; the user is read with the row
(dashboard/signed_in.py).
"""

from datetime import UTC, datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from ruptures.models import Device, User

SINCE = "_since"  # when signed in and when last seen, in seconds since 1970
SEEN = "_seen"
BROWSER = "_browser"


class SessionStore(DatabaseStore):
    user: User | None = None  # whose the row was when it was read

    @classmethod
    def get_model_class(cls) -> type[Device]:
        return Device

    def load(self) -> dict[str, Any]:
        """As Django's own does, with the user."""
        found = Device.objects.select_related("user").filter(
            session_key=self.session_key, expire_date__gt=timezone.now()
        )
        device = next(iter(found), None)  # the key is unique
        if device is None:
            self._session_key = None
            return {}
        self.user = device.user
        return self.decode(device.session_data)

    def create_model_instance(self, data: dict[str, Any]) -> Device:
        device = cast("Device", super().create_model_instance(data))
        device.user_id = data.get(SESSION_KEY)
        device.browser = data.get(BROWSER, "")
        device.since = moment(data.get(SINCE))
        device.seen_at = moment(data.get(SEEN))
        return device


def moment(seconds: int | None) -> datetime | None:
    return seconds and datetime.fromtimestamp(seconds, UTC) or None
