"""Parts of the bench that need neither server nor browser."""

import pytest

from ruptures.models import User
from tests.factories import UserFactory
from tools.bench.databases import files, practices
from tools.bench.incoming import with_bad
from tools.bench.seed import empty
from tools.bench.shell import with_values
from tools.bench.statements import captured
from tools.bench.wire import Files


def test_both_practices_have_the_usual_therapist_first():
    big, small = practices("", 1_000_000)

    assert big.shares == [3_000, 300, 30_000, 100_000] + [2_500] * 400
    assert small.shares == [3_000] + [2_500] * 4


def test_a_practice_lies_beside_the_database_that_is_named():
    big, _ = practices("postgres://me:secret@localhost:5432/practice", 1_000_000)

    assert big.url == "postgres://me:secret@localhost:5432/bench_1000000"


def test_without_a_database_a_practice_lies_under_var():
    big, _ = practices("", 50_000)

    assert big.url.endswith("/var/bench/bench_50000.sqlite3")


def test_a_practice_is_made_anew_when_its_size_changes():
    big, small = practices("", 1_000_000)

    assert big.fingerprint == practices("", 1_000_000)[0].fingerprint
    assert big.fingerprint != small.fingerprint


@pytest.mark.django_db
def test_only_a_database_of_the_bench_is_emptied():
    with pytest.raises(SystemExit, match="Only a database called bench_"):
        empty()


def test_files_of_a_page_are_those_that_a_browser_loads():
    page = """
      <link rel="icon" href="/icon.svg"><link rel="apple-touch-icon" href="/big.png">
      <link rel="stylesheet" href="/app.css"><script src="/app.js"></script>
      <script>1</script><script src="/app.js"></script><a href="/log/">Log</a>
    """

    assert Files(page).found == ["/icon.svg", "/app.css", "/app.js"]


@pytest.mark.django_db
def test_statements_are_captured_and_run_again_without_django():
    user = UserFactory()

    statements = captured(lambda: list(User.objects.filter(email=user.email)))

    [statement] = statements
    assert user.email in statement.run()[0]
    assert statement.milliseconds() > 0
    assert statement.plan()


def test_for_files_three_therapists_are_made():
    practice = files("", 1_000_000)

    assert practice.shares == [10_000, 200_000, 1_000_000]
    assert practice.url.endswith("/var/bench/bench_files_1000000.sqlite3")


def test_a_query_for_a_shell_has_its_values_in_it():
    assert with_values("SELECT %s, %s", (7, "held")) == "SELECT 7, 'held'"


def test_one_row_is_made_bad_in_its_last_cell():
    lines = [b"key,logged_at\r\n", b"1,2026-01-05\r\n", b"2,2026-01-06\r\n"]

    assert list(with_bad(lines, 2)) == [
        b"key,logged_at\r\n",
        b"1,the day before yesterday\r\n",
        b"2,2026-01-06\r\n",
    ]
