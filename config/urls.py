"""Everything is the dashboard's; the paths of signing in carry allauth's names."""

from django.urls import include, path

from dashboard.urls import sign_in_urls

urlpatterns = [
    path("", include(sign_in_urls)),
    path("", include("dashboard.urls")),
]
