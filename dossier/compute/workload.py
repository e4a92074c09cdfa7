"""How much each person has to do, week by week, and when that is more than she can.

Only what changes a person's load is looked at, not each day: bookings begin and end, and between two such days her load
per working minute is the same. All loads of a person are counted in a unit of which each of her bookings' load per
minute is a whole number, so that sums are exact.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil, lcm
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from dossier.compute.availability import Availability, availability
from dossier.compute.bookings import Booking, bookings
from dossier.compute.forecast import forecast, spans
from dossier.compute.work import scheduled, work_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dossier.compute.calendar import WorkingCalendar
    from dossier.compute.work import Work
    from dossier.dossier import Dossier


class Load(NamedTuple):
    """What somebody has to do in some days, and what she can do in them; both in working minutes."""

    minutes: Fraction
    capacity: Fraction

    @property
    def percent(self) -> int | None:
        """The load in percent of the capacity, rounded up so that no overload reads 100 %; None where there is none."""
        return ceil(self.minutes * 100 / self.capacity) if self.capacity else None


class Overload(Struct, frozen=True):
    """From `first` to `last`, on every day on which anybody would work, a person has more to do than she can.

    `tasks` are those that take her time then, in the order of the plan.
    """

    first: date
    last: date
    load: Load
    tasks: tuple[str, ...]


class _Piece(NamedTuple):
    """Days from `first` to before `until` (ordinals) in one week and month: what is booked, and what can be done.

    Both are minutes times the unit of the timeline.
    """

    first: int
    until: int
    booked: int
    capacity: int


@dataclass(frozen=True)
class PersonLoad:
    """The load of one person; days on which nothing is booked are in no piece."""

    person: str
    availability: Availability
    bookings: tuple[Booking, ...]
    unit: int
    pieces: tuple[_Piece, ...]
    overloads: tuple[Overload, ...]

    def between(self, first: date, until: date) -> Load:
        """The load from `first` to the day before `until`: Mondays, first days of a month, or the day of the plan."""
        low, high = first.toordinal(), until.toordinal()
        within = self.pieces[bisect_left(self._firsts, low) : bisect_left(self._firsts, high)]
        can = self.availability.calendar.start_of(until) - self.availability.calendar.start_of(first)
        return Load(Fraction(sum(piece.booked for piece in within), self.unit), self.availability.share * can)

    def is_over(self, first: date, until: date) -> bool:
        """Whether she has more to do than she can on any day from `first` to the day before `until`."""
        return any(each.first < until and first <= each.last for each in self.overloads)

    @property
    def weeks(self) -> Mapping[date, Load]:
        """The load of every ISO week in which anything is booked, by its Monday."""
        mondays = dict.fromkeys(_monday(piece.first) for piece in self.pieces)
        return {monday: self.between(monday, monday + timedelta(days=7)) for monday in mondays}

    @cached_property
    def _firsts(self) -> tuple[int, ...]:
        return tuple(piece.first for piece in self.pieces)


def workload(dossier: Dossier, as_of: date) -> tuple[PersonLoad, ...]:
    """The load of everybody who works on the project, in the order of the stakeholders; `dossier` is the whole one.

    Unfinished work is where the forecast of `as_of` puts it. Work on other projects is not counted: that is what a
    person's availability is for.
    """
    try:
        return _workload(dossier, work_of(dossier, as_of), as_of)
    except ValueError:  # as `plan` has it: work on calendars of its own leads out of the years that there are
        return _workload(dossier, work_of(dossier, as_of, own_calendars=False), as_of)


def _workload(dossier: Dossier, work: Work, as_of: date) -> tuple[PersonLoad, ...]:
    planned = scheduled(work, work.activities)[0].times
    override = dossier.project.out_of_sequence == "progress_override"
    expected = spans(forecast(work, planned, as_of, override=override))
    people = availability(dossier, work.calendar)
    return loads(bookings(work, planned, expected, as_of), people, Availability(work.calendar), as_of)


def loads(
    booked: Sequence[Booking], people: Mapping[str, Availability], otherwise: Availability, as_of: date
) -> tuple[PersonLoad, ...]:
    """The load that bookings make, in the order of `people`; who is not among them is available as `otherwise`.

    Only from `as_of` on can anybody have too much to do: what was done was done.
    """
    by_person: dict[str, list[Booking]] = {person: [] for person in people}
    for booking in booked:
        by_person.setdefault(booking.person, []).append(booking)
    named = {person: (found, people.get(person, otherwise)) for person, found in by_person.items() if found}
    calendars = {id(each): each for each in (b.calendar for b in booked)}
    calendars |= {id(available.calendar): available.calendar for _, available in named.values()}
    minutes = {key: _MinutesBefore(calendar) for key, calendar in calendars.items()}
    return tuple(
        _load(person, found, available, as_of.toordinal(), minutes) for person, (found, available) in named.items()
    )


class _MinutesBefore(dict[int, int]):
    """The working minutes of a calendar before each day (by its ordinal) that was asked for."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        super().__init__()
        self.calendar = calendar

    def __missing__(self, day: int) -> int:
        self[day] = found = self.calendar.start_of(date.fromordinal(day))
        return found


def _load(
    person: str, booked: list[Booking], available: Availability, now: int, minutes: Mapping[int, _MinutesBefore]
) -> PersonLoad:
    timeline = _Timeline(booked, available, now, minutes)
    pieces: list[_Piece] = []
    over: list[_Piece] = []
    for piece in timeline.pieces():
        pieces.append(piece)
        if piece.first >= now:
            over += timeline.overloaded(piece)
    stretches = tuple(_stretches(over, booked, timeline))
    return PersonLoad(person, available, tuple(booked), timeline.unit, tuple(pieces), stretches)


class _Timeline:
    """The bookings of one person as changes of her load from day to day; days are ordinals."""

    def __init__(
        self, booked: Sequence[Booking], available: Availability, now: int, minutes: Mapping[int, _MinutesBefore]
    ) -> None:
        rates = [b.minutes / max(1, b.finish - b.start) for b in booked]
        share = available.share
        self.unit = lcm(share.denominator, *(rate.denominator for rate in rates))
        self._minutes, self._own = minutes, minutes[id(available.calendar)]
        self._share = share.numerator * (self.unit // share.denominator)
        self._rates = dict.fromkeys((id(b.calendar) for b in booked), 0)  # of the present piece
        self._changes: dict[int, dict[int, int]] = {now: {}}  # how the rates change, by day
        self._single: dict[int, int] = {}  # what days hold besides, of which only a part is booked
        for booking, rate in zip(booked, rates, strict=True):
            self._add(booking, rate.numerator * (self.unit // rate.denominator))

    def pieces(self) -> Iterator[_Piece]:
        """Days in a row with the same load per working minute, in one week and month, in order."""
        events = sorted({*self._changes, *self._single, *(day + 1 for day in self._single)})
        for first, until in pairwise(events):
            for calendar, change in self._changes.get(first, {}).items():
                self._rates[calendar] += change
            if first in self._single or any(self._rates.values()):
                for day, following in pairwise(_cut(first, until)):
                    yield self._piece(day, following)

    def overloaded(self, piece: _Piece) -> Iterator[_Piece]:
        """The days of the present piece with more than the person can do; as one where all of them are alike."""
        if piece.until == piece.first + 1:
            if piece.booked > piece.capacity:
                yield piece
        elif [key for key, rate in self._rates.items() if rate] == [id(self._own.calendar)]:
            if piece.booked > piece.capacity:
                first = self._own.calendar.start_date(self._own[piece.first]).toordinal()
                last = self._own.calendar.finish_date(self._own[piece.until]).toordinal()
                yield piece._replace(first=first, until=last + 1)
        else:
            days = (self._piece(day, day + 1) for day in range(piece.first, piece.until))
            yield from (day for day in days if day.booked > day.capacity)

    def capacity(self, first: int, until: int) -> int:
        """What the person can do from `first` to before `until`."""
        return self._share * (self._own[until] - self._own[first])

    def _piece(self, first: int, until: int) -> _Piece:
        booked = self._single.get(first, 0)
        for key, rate in self._rates.items():
            if rate:
                minutes = self._minutes[key]
                booked += rate * (minutes[until] - minutes[first])
        return _Piece(first, until, booked, self.capacity(first, until))

    def _add(self, booking: Booking, rate: int) -> None:
        calendar, start, finish = booking.calendar, booking.start, booking.finish
        if start == finish:  # work in no time: all of it on the day on which it lies
            self._add_once(calendar.finish_date(finish).toordinal(), rate)
            return
        first, last = calendar.start_date(start).toordinal(), calendar.finish_date(finish).toordinal()
        minutes = self._minutes[id(calendar)]
        begun, ended = minutes[first] < start, finish < minutes[last + 1]
        if first == last and (begun or ended):
            self._add_once(first, rate * (finish - start))
            return
        if begun:
            self._add_once(first, rate * (minutes[first + 1] - start))
        if ended:
            self._add_once(last, rate * (finish - minutes[last]))
        for day, change in ((first + begun, rate), (last + 1 - ended, -rate)):
            changes = self._changes.setdefault(day, {})
            changes[id(calendar)] = changes.get(id(calendar), 0) + change

    def _add_once(self, day: int, minutes: int) -> None:
        self._single[day] = self._single.get(day, 0) + minutes


def _stretches(over: Sequence[_Piece], booked: Sequence[Booking], timeline: _Timeline) -> Iterator[Overload]:
    """Overloaded days joined where nobody could work between them."""
    joined: list[list[_Piece]] = []
    for piece in over:
        if joined and not timeline.capacity(joined[-1][-1].until, piece.first):
            joined[-1].append(piece)
        else:
            joined.append([piece])
    for group in joined:
        minutes, capacity = sum(each.booked for each in group), sum(each.capacity for each in group)
        load = Load(Fraction(minutes, timeline.unit), Fraction(capacity, timeline.unit))
        first, last = date.fromordinal(group[0].first), date.fromordinal(group[-1].until - 1)
        tasks = dict.fromkeys(b.task for b in booked if _dates(b)[0] <= last and first <= _dates(b)[1])
        yield Overload(first, last, load, tuple(tasks))


def _dates(booking: Booking) -> tuple[date, date]:
    last = booking.calendar.finish_date(booking.finish)
    return min(last, booking.calendar.start_date(booking.start)), last


def _cut(first: int, until: int) -> list[int]:
    """The days from `first` to `until` at which to cut: these two, and every Monday and first of a month between."""
    mondays = range(first + 7 - (first - 1) % 7, until, 7)
    return sorted({first, until, *mondays, *_month_starts(first, until)})


def _month_starts(first: int, until: int) -> Iterator[int]:
    day = date.fromordinal(first)
    while True:
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        if day.toordinal() >= until:
            return
        yield day.toordinal()


def _monday(day: int) -> date:
    return date.fromordinal(day - (day - 1) % 7)
