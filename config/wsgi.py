"""What gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# What is loaded stays. The garbage collector would go through all of it whenever a page
# is made of many rows: a quarter of that page's time, every second one.
resolve("/")  # the views are loaded now, and not by whoever comes first
gc.collect()
gc.freeze()
