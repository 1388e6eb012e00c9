"""What the bench wants of its numbers."""

from tools.bench.goals import lines, pages
from tools.bench.measured import (
    Drawn,
    PageTimes,
    Received,
    Run,
    Sent,
    Server,
    Visitor,
    Wire,
)

SERVED = {300: 8.0, 3_000: 20.0, 30_000: 90.0, 100_000: 300.0}
NAMES = [
    f"overview{query}{part}"
    for query in ("", "?period=all")
    for part in ("", ", fragment")
]


def visitor(own: int, served: float, queries: int = 7) -> Visitor:
    times = {
        name: PageTimes(name, "/", served, sql=10, queries=queries, size=2048)
        for name in NAMES
    }
    return Visitor(own, "a=b", times)


RUN = Run(
    engine="sqlite",
    sessions=1_000_000,
    small_sessions=10_000,
    seeded_per_second=10_000,
    big={own: visitor(own, served) for own, served in SERVED.items()},
    small=visitor(3_000, 16),
    wire=Wire(
        first=512_000,
        warm=20_480,
        warm_plain=51_200,
        fragment=10_240,
        fragment_plain=15_360,
        parts={"page": 20_480},
    ),
    server=Server(resident=100, unique=70, cold_start=2.5),
    few_sent=Sent(10_000, 50_000, 1, first=0.01, memory=60, own_tool=None),
    sent=Sent(1_000_000, 5_000_000, 80, first=0.05, memory=65, own_tool=20),
    received=Received(
        200_000,
        1_000_000,
        looking=20,
        writing=40,
        memory=90,
        own_tool=8,
        left=[0, 0, 3],
        named=[True, True, False],
    ),
    drawn=[Drawn(3_000, True, 0.9, 1.0, 1.1, 1.7, charts=3)],
)


def by_name(start: str) -> list[list[str]]:
    return [line.cells[1:] for line in lines(RUN) if line.what.startswith(start)]


def test_a_fragment_may_take_twice_its_sql_and_5_ms():
    [twelve_months, all_dates] = by_name("dashboard fragment")

    assert twelve_months == ["20 ms", "≤ 25 ms", "0.80", "yes"]
    assert all_dates == twelve_months


def test_a_page_may_take_twice_its_sql_and_20_ms():
    assert by_name("dashboard whole page")[0] == ["20 ms", "≤ 40 ms", "0.50", "yes"]


def test_others_rows_are_compared_by_the_same_therapist_in_both_databases():
    assert by_name("100 × more sessions of others")[0] == [
        "1.25 ×",
        "≤ 1.20 ×",
        "1.04",
        "**no**",
    ]


def test_own_rows_are_compared_by_ten_times_as_many():
    assert by_name("10 × more own")[0] == ["4.50 ×", "≤ 4 ×", "1.12", "**no**"]


def test_queries_are_counted_at_their_most_and_may_not_grow():
    assert by_name("queries of the dashboard")[0] == ["7", "≤ 8", "0.88", "yes"]
    assert by_name("queries a page")[0] == ["7", "", "", ""]
    assert by_name("queries more")[0] == ["0", "≤ 0", "", "yes"]


def test_bytes_are_told_in_kib():
    assert by_name("first visit") == [["500 KiB", "≤ 400 KiB", "1.25", "**no**"]]
    assert by_name("warm visit, sent") == [["20 KiB", "≤ 30 KiB", "0.67", "yes"]]
    assert by_name("warm fragment, before") == [["15 KiB", "≤ 15 KiB", "1.00", "yes"]]


def test_charts_have_goals_where_throttled():
    assert by_name("first chart") == [["1.10 s", "≤ 1.20 s", "0.92", "yes"]]
    assert by_name("all charts") == [["1.70 s", "≤ 1.60 s", "1.06", "**no**"]]


def test_the_bare_page_tells_what_the_machine_takes():
    assert by_name("bare page") == [["0.90 s", "", "", ""], ["1 s", "", "", ""]]


def test_worker_and_start_have_goals():
    assert by_name("memory of a worker, resident")[0][-1] == "yes"
    assert by_name("cold start")[0] == ["2.50 s", "≤ 2 s", "1.25", "**no**"]


def test_every_page_has_a_row_with_both_databases_and_every_size():
    assert pages(RUN).splitlines()[2] == (
        "| overview | 7 | 2 | 20 | 10 | 2 | 16 | 8 | 90 | 300 |"
    )


def test_a_package_may_take_five_times_the_shells_own_csv():
    assert by_name("package of 1,000,000 sessions") == [
        ["4 ×", "≤ 5 ×", "0.80", "yes"],
        ["62,500", "", "", ""],
        ["50 ms", "≤ 200 ms", "0.25", "yes"],
        ["5 MB", "≤ 20 MB", "0.25", "yes"],
    ]


def test_an_import_may_take_five_times_the_shells_own():
    assert by_name("import of 200,000 sessions") == [
        ["5 ×", "≤ 5 ×", "1.00", "yes"],
        ["7.50 ×", "", "", ""],
        ["25,000", "", "", ""],
        ["90 MB", "≤ 150 MB", "0.60", "yes"],
    ]


def test_of_a_bad_row_no_row_stays_and_each_is_named():
    assert by_name("a bad row") == [
        ["3", "≤ 0", "", "**no**"],
        ["1", "≤ 0", "", "**no**"],
    ]
