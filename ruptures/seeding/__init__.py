"""A synthetic practice: invented cases, plausible and the same for the same seed.

Only `practice` and `writing` know the models: what tells a therapist's rows runs in
processes of its own, with plain rows and no database.
"""
