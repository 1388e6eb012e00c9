import pytest

from dashboard.browsers import browser_name

ENGINE = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox · Linux",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {ENGINE} Chrome/140.0.0.0"
            " Safari/537.36 Edg/140.0.0.0",
            "Edge · Windows",
        ),
        (
            f"Mozilla/5.0 (Linux; Android 10; K) {ENGINE} Chrome/140.0.0.0 Mobile"
            " Safari/537.36",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)"
            " AppleWebKit/605.1.15 (KHTML, like Gecko)"
            " Version/18.6 Mobile/15E148 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_browser_is_named_as_a_person_would(user_agent, name):
    assert browser_name(user_agent) == name
