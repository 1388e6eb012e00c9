"""Encrypts what changes kept in the clear: they may come to hold the text of notes."""

import json

from django.db import migrations

from ruptures.models.encrypted import Unreadable


def encrypt(apps, schema_editor):
    Change = apps.get_model("ruptures", "Change")
    for change in Change.objects.order_by("pk").iterator(chunk_size=2000):
        for name in ("before", "after"):
            value = getattr(change, name)
            if isinstance(value, Unreadable):
                setattr(change, name, json.loads(value))
        change.save(update_fields=["before", "after"])


class Migration(migrations.Migration):
    dependencies = [("ruptures", "0002_scores_and_notes")]

    operations = [migrations.RunPython(encrypt, migrations.RunPython.noop)]
