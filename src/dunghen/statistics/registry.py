"""Every population that the rooms below offer, by name."""

from dunghen.core.population import Population
from dunghen.dossiers import populations as dossiers
from dunghen.procedures import populations as procedures
from dunghen.supervision import populations as supervision

POPULATIONS: dict[str, Population] = {
    population.name: population
    for room in (procedures, dossiers, supervision)
    for population in room.POPULATIONS
}
