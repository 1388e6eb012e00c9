"""The whole practice: therapists told side by side, and written one after the other."""

import datetime
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import accumulate
from multiprocessing import get_context
from os import cpu_count

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from ruptures.encryption import encrypt
from ruptures.models import (
    Case,
    Note,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
    User,
)
from ruptures.seeding.clock import Clock
from ruptures.seeding.dice import Dice
from ruptures.seeding.rows import KINDS, CaseRow, NoteRow, columns
from ruptures.seeding.same_ones import note_same_ones
from ruptures.seeding.share import Lines, Share
from ruptures.seeding.supervision import SUPERVISED, Supervision
from ruptures.seeding.writing import prepared, write
from ruptures.taxonomy import CODE_ALPHABET

MODELS: tuple[type[Model], ...] = (
    Case,
    Session,
    SessionReport,
    Rupture,
    RuptureMarker,
    RepairAttempt,
    Score,
    Note,
)
COLUMNS = [columns(kind) for kind in KINDS]
THERAPIST = "therapist{}@demo.example"
CASES, NOTES = KINDS.index(CaseRow), KINDS.index(NoteRow)
COLUMNS[CASES] += ("therapist_id", "code")

# Sessions. Starting processes takes as long as telling a small practice, and a share is
# handed over whole: a large one is told here, some at a time.
WORTH_A_PROCESS = range(500, 20_001)
WORTH_PROCESSES = 20_000
FOUR_LETTERS = 100_000  # cases; of more, codes get a fifth letter


class NotEmpty(Exception):  # noqa: N818  a state, as the command tells it
    """The database holds cases that this seed did not make."""


def seed_practice(
    *, therapists: int, sessions: int, seed: int, until: datetime.date
) -> bool:
    """Fill an empty database; False where this very practice is there already.

    Every session is before `until`. Raises NotEmpty on a database with other cases.
    """
    name = f"{therapists} therapists, {sessions} sessions, seed {seed}"
    shares = list(shared_out(name, parts(sessions, therapists), until))
    if Case.objects.filter(synthetic=False).exists():
        raise NotEmpty("This database holds cases that are not synthetic.")
    if Case.objects.filter(key=shares[0].mark).exists():
        return False
    if Case.objects.exists():
        raise NotEmpty("This database holds another synthetic practice.")
    with transaction.atomic():
        fill(shares)
        count_anew()
        supervise(shares)
    return True


def count_anew() -> None:
    """Let PostgreSQL know what was just written: else it plans as for empty tables."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def parts(sessions: int, therapists: int) -> list[int]:
    """How many sessions each therapist gets; the first ones take what is left over."""
    each, left = divmod(sessions, therapists)
    return [each + (place < left) for place in range(therapists)]


def shared_out(
    name: str, sessions: Sequence[int], until: datetime.date
) -> Iterator[Share]:
    clock = Clock(until, timezone.get_current_timezone())
    before = accumulate(sessions, initial=0)
    for number, (part, count) in enumerate(zip(sessions, before, strict=False), 1):
        yield Share(name, number, part, count, clock)


def fill(shares: Sequence[Share]) -> None:
    """Write the shares, the first one's therapist as the owner; all or nothing."""
    codes = new_codes(Dice(f"{shares[0].practice}: codes"))
    with transaction.atomic(), prepared(MODELS):
        for share, told in side_by_side(shares):
            therapist = User.objects.create_user(
                THERAPIST.format(share.number), is_owner=share.number == 1
            )
            for lines in told:
                write_all(finished(lines, therapist, codes))


def supervise(shares: Sequence[Share]) -> None:
    """Give the first therapists a supervisor, and a colleague who observes; and note
    where they found that another rater meant the same rupture.
    """
    numbers = range(1, min(len(shares), SUPERVISED) + 1)
    therapists = [User.objects.get(email=THERAPIST.format(each)) for each in numbers]
    dice = Dice(f"{shares[0].practice}: supervision")
    Supervision(dice, shares[0].clock, therapists).tell()
    same = Dice(f"{shares[0].practice}: the same ones")
    for therapist in therapists:
        note_same_ones(same, therapist)


def new_codes(dice: Dice) -> Iterator[str]:
    """Case codes, never the same twice."""
    taken = set[str]()
    while True:
        length = 4 if len(taken) < FOUR_LETTERS else 5
        code = "".join(dice.choices(CODE_ALPHABET, k=length))
        if code not in taken:
            taken.add(code)
            yield code


def side_by_side(
    shares: Sequence[Share],
) -> Iterator[tuple[Share, Iterable[Lines]]]:
    """Each share and its rows, in order; told by all processors where it pays."""
    if sum(share.sessions for share in shares) < WORTH_PROCESSES:
        yield from ((share, share.tell()) for share in shares)
        return
    workers = cpu_count() or 1
    with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        yield from ahead(shares, pool, workers + 1)


def ahead(
    shares: Iterable[Share], pool: ProcessPoolExecutor, most: int
) -> Iterator[tuple[Share, Iterable[Lines]]]:
    """At most so many shares are told while nobody writes them."""
    waiting = deque[tuple[Share, Iterator[Lines]]]()
    for share in shares:
        waiting.append((share, elsewhere(share, pool)))
        if len(waiting) > most:
            yield waiting.popleft()
    yield from waiting


def elsewhere(share: Share, pool: ProcessPoolExecutor) -> Iterator[Lines]:
    if share.sessions not in WORTH_A_PROCESS:
        return share.tell()
    telling = pool.submit(share.told)
    return (lines for future in [telling] for lines in future.result())


def finished(lines: Lines, therapist: User, codes: Iterator[str]) -> Lines:
    """Add what only the practice knows: therapist and code, and the key of notes."""
    lines[CASES] = [(*line, therapist.pk, next(codes)) for line in lines[CASES]]
    lines[NOTES] = [(*line[:-1], encrypt(line[-1])) for line in lines[NOTES]]
    return lines


def write_all(lines: Lines) -> None:
    for model, names, rows in zip(MODELS, COLUMNS, lines, strict=True):
        write(model, names, rows)
