"""A synthetic practice: invented cases, plausible and the same for the same seed.

What tells a therapist's rows runs in processes of its own, with plain rows and no
database. Only `practice` and `writing` know the models, and what comes after the cases:
`supervision` and its `agenda`.
"""
