"""A synthetic practice: invented cases, plausible and the same for the same seed."""

from ruptures.seeding.practice import NotEmpty, seed_practice

__all__ = ["NotEmpty", "seed_practice"]
