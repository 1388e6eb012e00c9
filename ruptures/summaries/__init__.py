"""Scoped rows in, frozen dataclasses out: the one bridge from tables to statistics."""
