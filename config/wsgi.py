"""What gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from config.stack import with_room

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = with_room(get_wsgi_application())

# What is loaded stays, and a page of many rows makes no rings: without this the garbage
# collector goes through all of it for each, a quarter of that page's time.
resolve("/")  # the views are loaded now, and not by whoever comes first
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
