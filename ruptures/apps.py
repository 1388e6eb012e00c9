from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RupturesConfig(AppConfig):
    name = "ruptures"
    verbose_name = _("Ruptures and repairs")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from ruptures import checks  # noqa: F401  registers itself
