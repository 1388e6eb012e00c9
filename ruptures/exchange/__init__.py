"""Leaving and entering by file: one list of columns drives it and its description."""
