"""Around every view: no storing, ends of sign-ins, the reader's language, who may."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]
