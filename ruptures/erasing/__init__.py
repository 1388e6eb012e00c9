"""Erasing for good: what would go, that it went, and what is told of it for ever.

No act: nothing of it can be undone, and the history goes too (docs/privacy.md).
"""
