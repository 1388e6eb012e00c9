"""The whole database as one file, and back into an empty place.

A backup is a zip of `manifest.json` and a copy that the engine's own tools made, in an
age envelope where there is a passphrase: `unzip`, `sqlite3`, `pg_restore` and `age`
open it without this product. The keys of notes are never in it.
"""
