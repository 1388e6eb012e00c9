"""All of a therapist's records as one file that others can read, and that comes back.

A zip of one CSV a table, with `datapackage.json` (Frictionless tabular data package)
and `dictionary.csv` in the manner of REDCap. Export, import and both descriptions are
driven by `tables.TABLES`.
"""
