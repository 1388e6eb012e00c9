"""What importing the statistics costs."""

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module",
    [
        "agreement",
        "change",
        "control",
        "funnel",
        "rates",
        "shrinkage",
        "survival",
        "trend",
    ],
)
def test_statistics_load_without_numpy_and_scipy_so_that_starting_stays_quick(module):
    code = (
        f"import sys, ruptures.stats.{module}; "
        "sys.exit('numpy' in sys.modules or 'scipy' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 - own words

    assert done.returncode == 0
