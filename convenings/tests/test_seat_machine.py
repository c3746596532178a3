"""Whatever is done in whatever order, seats are never oversold and the line keeps its order."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from convenings.cancelling import cancel_registration
from convenings.capacity import CannotChangeCapacity, change_capacity
from convenings.changing import change_team
from convenings.models import Registration, Seat
from convenings.refusing import CannotRegister
from convenings.seating import seats_held
from districts.tests.factories import create_user
from lmi_portal.outbox.models import Email

from .factories import create_convening, register, standing_requests, team_of

INDEX = st.integers(min_value=0, max_value=3)


class SeatMachine(RuleBasedStateMachine):
    """Begins where it matters: a full convening, and a large team in line before a small one."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.convening, self.user = create_convening(capacity=7), create_user()
        self.arrivals = []
        for size in (5, 2, 3, 2):
            self.register_a_team(size=size)

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def standing(self, index):
        teams = list(Registration.objects.standing().order_by("pk"))
        return teams[index % len(teams)] if teams else None

    @rule(size=st.integers(min_value=2, max_value=5))
    def register_a_team(self, size):
        team = register(self.convening, registered_by=self.user, size=size)
        self.arrivals.append(team.pk)

    @rule(index=INDEX, size=st.sampled_from([2, 3, 5]))
    def change_a_team(self, index, size):
        team = self.standing(index)
        if team is None:
            return
        has_line = Registration.objects.in_line().exists()
        before = standing_requests(team)
        seats = [*before, *team_of(6, district=team.district)[1:]][:size]
        try:
            change_team(
                registration=team, changed_by=self.user, seats=seats, revision=team.revision, now=timezone.now()
            )
        except CannotRegister:
            team.refresh_from_db()
        else:
            assert not (has_line and team.state == "confirmed" and len(seats) > len(before))

    @rule(index=INDEX)
    def substitute_a_person(self, index):
        team = self.standing(index)
        if team is not None:
            first, *rest = standing_requests(team)
            seats = [replace(first, name="Somebody else"), *rest]
            change_team(
                registration=team, changed_by=self.user, seats=seats, revision=team.revision, now=timezone.now()
            )

    @rule(index=INDEX)
    def cancel_a_team(self, index):
        team = self.standing(index)
        if team is not None:
            cancel_registration(registration=team, cancelled_by=self.user, reason="Ill", now=timezone.now())

    @rule(capacity=st.sampled_from([4, 7, 9, 12]))
    def change_the_capacity(self, capacity):
        try:
            change_capacity(convening=self.convening, capacity=capacity, by=self.user, now=timezone.now())
        except CannotChangeCapacity:
            waiting = Registration.objects.in_line().filter(convening=self.convening).with_totals()
            assert capacity < max([seats_held(self.convening), *(team.seat_count for team in waiting)])
        self.convening.refresh_from_db()

    @invariant()
    def seats_held_never_exceed_the_capacity(self):
        assert seats_held(self.convening) <= self.convening.capacity

    @invariant()
    def the_line_stands_in_order_of_arrival(self):
        line = list(Registration.objects.in_line().values_list("pk", flat=True))
        assert line == [pk for pk in self.arrivals if pk in line]

    @invariant()
    def the_first_in_line_waits_only_because_it_does_not_fit(self):
        first = Registration.objects.in_line().with_totals().first()
        assert first is None or first.seat_count > self.convening.capacity - seats_held(self.convening)

    @invariant()
    def nobody_overtakes_a_team_that_waits(self):
        confirmed = set(Registration.objects.confirmed().values_list("pk", flat=True))
        waiting = set(Registration.objects.in_line().values_list("pk", flat=True))
        standing = [pk for pk in self.arrivals if pk in confirmed | waiting]
        assert standing == sorted(confirmed) + sorted(waiting)

    @invariant()
    def nobody_is_told_twice_of_one_confirmation(self):
        for team in Registration.objects.confirmed():
            told = Email.objects.filter(
                to=self.user.email,
                reason__contains=f":{team.code}:",
                template__in=["convenings/email/registration_confirmed", "convenings/email/registration_promoted"],
            )
            assert told.count() == 1

    @invariant()
    def every_team_keeps_its_seats(self):
        assert not Registration.objects.with_totals().filter(seat_count=0).exists()
        assert Seat.objects.held().count() == seats_held(self.convening)


@pytest.mark.django_db
def test_no_sequence_of_deeds_breaks_the_seats():
    run_state_machine_as_test(
        SeatMachine,
        settings=settings(
            max_examples=40, stateful_step_count=6, deadline=None, derandomize=True, phases=[Phase.generate]
        ),
    )
