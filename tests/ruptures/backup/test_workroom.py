import signal

import pytest

from ruptures.backup.workroom import beside, workroom


def test_a_name_is_taken_only_by_a_whole_file(tmp_path):
    file = tmp_path / "saved.zip"
    file.write_text("Former.")

    with pytest.raises(OSError, match="full"), beside(file) as part:  # noqa: PT012
        part.write(b"Half")
        raise OSError("full")
    after_failing = file.read_text()
    with beside(file) as part:
        part.write(b"Whole.")

    assert (after_failing, file.read_text()) == ("Former.", "Whole.")
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_in_the_place_of_the_half_file_is_not_followed(tmp_path):
    aim = tmp_path / "aim"
    aim.write_text("Mine.")
    (tmp_path / "saved.zip.part").symlink_to(aim)

    with beside(tmp_path / "saved.zip") as part:
        part.write(b"Whole.")

    assert aim.read_text() == "Mine."


def test_the_workroom_is_empty_before_and_after(settings, tmp_path):
    settings.VAR = tmp_path
    left = tmp_path / "at-work" / "left by a killed run"
    left.mkdir(parents=True)

    with workroom() as room:
        inside = list(room.iterdir())
        (room / "copy").touch()

    assert (inside, list(room.iterdir())) == ([], [])
    assert room.stat().st_mode & 0o077 == 0


def test_who_is_stopped_while_waiting_leaves_the_room_as_it_is(settings, tmp_path):
    settings.VAR = tmp_path

    with workroom() as room:
        copy = room / "copy"
        copy.touch()
        signal.signal(signal.SIGALRM, stopped)
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        with pytest.raises(KeyboardInterrupt), workroom():
            pytest.fail("Two were in it at once.")

        assert list(room.iterdir()) == [copy]


def stopped(*_args):
    raise KeyboardInterrupt
