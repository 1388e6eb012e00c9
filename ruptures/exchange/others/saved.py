"""Mappings kept under a name, to be used again: each of one user alone."""

import json

from ruptures.exchange.others.mapping import Mapping
from ruptures.exchange.others.mapping_file import as_json, from_json
from ruptures.models import ImportMapping, User
from ruptures.models.encrypted import Unreadable
from ruptures.models.import_mapping import ImportMappingQuerySet


def save(user: User, name: str, mapping: Mapping) -> ImportMapping:
    """Keep it in the place of what was kept under that name."""
    content = json.loads(as_json(mapping))
    return ImportMapping.objects.update_or_create(
        owner=user, name=name, defaults={"content": content}
    )[0]


def saved_by(user: User) -> ImportMappingQuerySet:
    return ImportMapping.objects.editable_by(user)


def load(user: User, name: str) -> Mapping | None:
    """None where there is none that can be read; Refused where it fits no longer."""
    kept = saved_by(user).filter(name=name).first()
    if kept is None or isinstance(kept.content, Unreadable):
        return None
    return from_json(json.dumps(kept.content))


def forget(user: User, name: str) -> None:
    saved_by(user).filter(name=name).delete()
