"""How far the teams of a challenge came, as sums; of how many people is not known."""

from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Coalesce

WIDTH = 1000


@dataclass(frozen=True)
class Standings:
    """`teams` is [(name, sum, width of its bar of 1000)], by name: nobody is ranked."""

    teams: list
    total: int
    goal: int | None

    @property
    def width(self):
        return min(WIDTH, round(self.total / self.goal * WIDTH)) if self.goal else 0

    @property
    def per_cent(self):
        return min(100, self.total * 100 // self.goal) if self.goal else None

    @property
    def is_met(self):
        return self.goal is not None and self.total >= self.goal


def standings_of(challenge):
    sums = list(challenge.teams.annotate(sum=Coalesce(Sum("entries__amount"), 0)).order_by("name"))
    most = max([team.sum for team in sums], default=0)
    teams = [(team.name, team.sum, round(team.sum / most * WIDTH) if most else 0) for team in sums]
    return Standings(teams=teams, total=sum(team.sum for team in sums), goal=challenge.goal)


def totals_of(challenges):
    """{challenge's pk: sum of all teams}, with one query."""
    rows = challenges.order_by().annotate(total=Coalesce(Sum("teams__entries__amount"), 0))
    return dict(rows.values_list("pk", "total"))


def challenge_title(challenge, language):
    return challenge.title_es if language == "es" and challenge.title_es else challenge.title
