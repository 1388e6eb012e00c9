from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ruptures.instruments import instruments
from ruptures.reference import range_sets


class RupturesConfig(AppConfig):
    name = "ruptures"
    verbose_name = _("Ruptures and repairs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # A bad file of ranges or instruments stops the start.
        range_sets(settings.OWN_RANGES)
        instruments(settings.OWN_INSTRUMENTS)
