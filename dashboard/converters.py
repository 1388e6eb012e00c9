"""What may stand in an address beside numbers and uuids."""

from django.urls.converters import StringConverter

from ruptures.taxonomy import CODE_ALPHABET


class CodeConverter(StringConverter):
    """A case's code; small letters typed by hand do as well."""

    regex = f"[{CODE_ALPHABET}{CODE_ALPHABET.lower()}]{{4,8}}"

    def to_python(self, value: str) -> str:
        return value.upper()
