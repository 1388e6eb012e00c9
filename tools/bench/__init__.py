"""`make bench`: how quick the pages are, as ratios measured in one run.

A million sessions of others, therapists with 300 to 100,000 of their own, a server and
a browser. Nothing here is a test: times move with the machine, ratios hardly.
"""
