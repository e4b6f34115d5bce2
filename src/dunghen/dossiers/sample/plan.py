"""Which dossiers there are: for each level of units so many of each fate, service and channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import cycle, islice
from random import Random

from dunghen.dossiers.sample.history import History
from dunghen.dossiers.sample.record import Record
from dunghen.dossiers.sample.services import Menu, Pool, Service
from dunghen.dossiers.sample.spec import LevelSpec, NamedCount, SampleSpec
from dunghen.dossiers.sample.units import PackUnit

Choice = tuple[Service, str]
Fate = Callable[[Record], None]

POSTAL = 0.03
ACROSS = 3  # working days that a limit must last at least to reach over a boundary
OPEN_AT_THE_END = 0.85  # of the open ones; the rest were received at any time and forgotten
ON_THE_MINUTE = 2  # dossiers a level that end exactly at a boundary of the window


class LevelPlan:
    """Makes the records of one level up; `units` are its authorities with their weights."""

    def __init__(
        self,
        level: LevelSpec,
        spec: SampleSpec,
        menu: Menu,
        units: Mapping[PackUnit, float],
        history: History,
    ) -> None:
        self.level = level
        self.spec = spec
        self.menu = menu
        self.history = history
        self.rng: Random = history.rng
        self._by_key = {unit.key: unit for unit in units}
        self._units = list(units)
        self._weights = list(units.values())

    def records(self, named: Mapping[str, PackUnit]) -> list[Record]:
        """All dossiers of the level; `named` are the units at which the report names dossiers."""
        special = self._late(named) + self._entered_late(named)
        deck = self._deck(self._received() - len(special) - self.level.refused_at_intake)
        return (
            special + self._received_inside(deck, self.level.inside - len(special)) + self._received_outside()
        )

    def _received(self) -> int:
        """How many are received inside the window."""
        level = self.level
        without_result = level.open + level.stopped + level.withdrawn + level.refused_at_intake
        return level.inside + level.completed_after + without_result

    def _deck(self, size: int) -> list[Choice]:
        """Service and channel of each dossier received inside the window, in random order."""
        level, menu = self.level, self.menu
        rest = size - level.full_received
        partial = round(rest * level.partial_share)
        partial_online = round(partial * level.partial_online)
        deck = self._online(menu.full_online, level.full_received_online)
        deck += self._offline(
            menu.full_any, menu.full_offline, level.full_received - level.full_received_online
        )
        deck += self._online(menu.partial_online, partial_online)
        deck += self._offline(menu.partial_any, menu.partial_offline, partial - partial_online)
        deck += self._at_counter(menu.none.draw(self.rng, rest - partial))
        self.rng.shuffle(deck)
        return deck

    def _online(self, pool: Pool, count: int) -> list[Choice]:
        return [(service, "online") for service in pool.draw(self.rng, count, once=True)]

    def _offline(self, pool: Pool, only_offline: Pool, count: int) -> list[Choice]:
        sure = list(only_offline.services)[:count]
        return self._at_counter(sure + pool.draw(self.rng, count - len(sure)))

    def _at_counter(self, services: Sequence[Service]) -> list[Choice]:
        return [(service, "postal" if self.rng.random() < POSTAL else "counter") for service in services]

    def _received_inside(self, deck: list[Choice], completed: int) -> list[Record]:
        """Those that must reach over the end of the window take the services with long limits first."""
        history, level = self.history, self.level
        open_at_end = round(level.open * OPEN_AT_THE_END)
        across: list[Fate] = [history.completed_at_the_end] * min(ON_THE_MINUTE, level.completed_after)
        across += [history.completed_after] * (level.completed_after - len(across)) + [
            history.open
        ] * open_at_end
        fates: list[Fate] = [history.stopped] * level.stopped
        fates += [history.withdrawn] * level.withdrawn
        fates += [history.forgotten] * (level.open - open_at_end) + [history.inside] * completed
        long = [place for place, (service, _) in enumerate(deck) if service.days >= ACROSS][: len(across)]
        taken = set(long)
        rest = [choice for place, choice in enumerate(deck) if place not in taken]
        records = [self._record(deck[place], fate) for place, fate in zip(long, across, strict=True)]
        first = next(place for place, (_, channel) in enumerate(rest[-completed:]) if channel == "online")
        fates[first - completed] = history.at_midnight(self.spec.window_from)
        records += [self._record(choice, fate) for choice, fate in zip(rest, fates, strict=True)]
        refused = self._at_counter(self.menu.none.draw(self.rng, level.refused_at_intake))
        return records + [self._record(choice, history.refused_at_intake) for choice in refused]

    def _received_outside(self) -> list[Record]:
        """Before and after the window, also of services that have no dossier inside it."""
        history, level = self.history, self.level
        draw = self.menu.everything.draw
        long = [service for service in draw(self.rng, level.carried * 8) if service.days >= ACROSS]
        carried: list[Fate] = [history.carried_to_the_minute] * min(ON_THE_MINUTE, level.carried)
        carried += [history.carried] * (level.carried - len(carried))
        records = [
            self._record(choice, fate)
            for choice, fate in zip(self._any_channel(long[: level.carried]), carried, strict=True)
        ]
        others: list[Fate] = [history.before] * level.before
        others += [history.later] * (level.later - 1)
        choices = self._any_channel(draw(self.rng, len(others)))
        records += [self._record(choice, fate) for choice, fate in zip(choices, others, strict=True)]
        at_end = self._online(self.menu.full_any, 1)[0]
        return [*records, self._record(at_end, history.at_midnight(self.spec.window_to))]

    def _any_channel(self, services: Sequence[Service]) -> list[Choice]:
        counter = self._at_counter(services)
        return [
            (service, "online" if service.online != "none" and self.rng.random() < 0.5 else channel)
            for service, channel in counter
        ]

    def _record(self, choice: Choice, fate: Fate, unit: PackUnit | None = None) -> Record:
        service, channel = choice
        own = self._by_key.get(service.department) if self.level.procedures == "city" else None
        decided = unit or own or self.rng.choices(self._units, self._weights)[0]
        record = Record(service, decided, channel)
        fate(record)
        return record

    def _late(self, named: Mapping[str, PackUnit]) -> list[Record]:
        """The late ones; every second was apologised for (NĐ 61/2018/NĐ-CP art. 19.9)."""
        records = []
        for count in self._of_level(self.spec.late, named):
            services = islice(cycle(self._fit_for(count, named[count.unit])), count.count)
            for number, service in enumerate(services):
                record = self._record((service, "counter"), self.history.late, named[count.unit])
                record.note = count.note
                if number % 2:
                    self.history.apologise(record)
                records.append(record)
        return records

    def _entered_late(self, named: Mapping[str, PackUnit]) -> list[Record]:
        return [
            self._record((service, "counter"), self.history.entered_late, named[count.unit])
            for count in self._of_level(self.spec.entered_late, named)
            for service in islice(cycle(self._fit_for(count, named[count.unit])), count.count)
        ]

    def _of_level(self, counts: Sequence[NamedCount], named: Mapping[str, PackUnit]) -> list[NamedCount]:
        return [count for count in counts if named[count.unit].level == self.level.level]

    def _fit_for(self, count: NamedCount, unit: PackUnit) -> list[Service]:
        """Services of the unit with a limit of 3 to 15 working days, none of them online; those of the named
        field, if the catalogue has any."""
        fit = [
            service
            for service in self.menu.none.services
            if ACROSS <= service.days <= 15
            and (unit.kind == "not_named" or unit.level != "department" or service.department == unit.key)
        ]
        return [service for service in fit if count.field in service.field] or fit
