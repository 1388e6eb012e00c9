"""Statistics in plain Python and SciPy: numbers in, frozen values out."""
