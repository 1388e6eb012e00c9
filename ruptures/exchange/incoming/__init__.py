"""Rows on their way in, from whatever file: compared with what is here, and written."""
