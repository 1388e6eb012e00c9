from django.apps import AppConfig
from django.urls import register_converter
from django.utils.translation import gettext_lazy as _

from dashboard.converters import CodeConverter


class DashboardConfig(AppConfig):
    name = "dashboard"
    verbose_name = _("Dashboard")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register_converter(CodeConverter, "code")  # before any list of addresses
