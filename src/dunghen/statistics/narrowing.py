"""Some of the records behind a figure: of certain units, of a procedure, with a result, in time or not."""

from dataclasses import dataclass

from django.db.models import Model, Q

from dunghen.core.population import Population
from dunghen.core.text import fold
from dunghen.dossiers.models import DossierVersion
from dunghen.dossiers.populations import LATE, ON_TIME
from dunghen.procedures.models import Procedure, ProcedureScope

# Where a record names its procedure; a payment and a task of a plan name none.
PROCEDURE: dict[type[Model], str] = {
    DossierVersion: "procedure",
    ProcedureScope: "version__procedure",
}
NONE = Q(pk__in=[])


@dataclass(frozen=True, slots=True)
class Among:
    """`units`: only theirs. `procedure`: words of its name, with or without accents. `outcome`: a result
    of rules.Outcome. `in_time`: resolved by the due date, or later. `inside`: of a rate, whether the
    numerator has it. `newest`: the latest first. `records`: without what was declared."""

    units: frozenset[int] | None = None
    procedure: str = ""
    outcome: str = ""
    in_time: bool | None = None
    inside: bool | None = None
    newest: bool = False
    records: bool = False

    @property
    def narrowed(self) -> bool:
        """Whether some of the figure's own records are left out."""
        asked = (self.units, self.in_time, self.inside)
        return bool(self.procedure or self.outcome) or any(said is not None for said in asked)

    def where(self, population: Population) -> Q:
        """The condition on a population's records but for their units; one they cannot meet finds none."""
        found = Q()
        if self.procedure:
            found &= _of_procedure(population, self.procedure)
        if self.outcome:
            found &= _of_dossier(population, Q(outcome=self.outcome))
        if self.in_time is not None:
            found &= _of_dossier(population, ON_TIME if self.in_time else LATE)
        return found


ALL = Among()


def _of_procedure(population: Population, words: str) -> Q:
    lookup = PROCEDURE.get(population.model)
    if lookup is None:
        return NONE
    # By their ids, so that the covering index of the records answers alone.
    named = Procedure.objects.filter(search__contains=fold(words)).values_list("pk", flat=True)
    return Q(**{f"{lookup}__in": list(named)})


def _of_dossier(population: Population, condition: Q) -> Q:
    return condition if population.model is DossierVersion else NONE
