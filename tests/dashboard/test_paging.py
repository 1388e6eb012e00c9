"""Long lists, a page at a time."""

import pytest

from dashboard.paging import page_at


@pytest.mark.parametrize(
    ("number", "shown"),
    [(None, [0, 1]), ("2", [2, 3]), ("9", [4]), ("x", [0, 1]), ("", [0, 1])],
)
def test_the_nearest_page_is_shown_where_there_is_no_such_page(number, shown):
    assert list(page_at(number, range(5), 2)) == shown


def test_a_count_that_is_known_is_not_asked_for():
    class Uncounted(list):
        def __len__(self):
            raise AssertionError("asked for its length")

    page = page_at("1", Uncounted("abc"), 2, count=3)

    assert (page.paginator.num_pages, page.object_list) == (2, ["a", "b"])
