"""A program's people and activities in the middle of its year: everybody and everything here is made up."""

from datetime import date, datetime, time, timedelta
from itertools import cycle, islice

from django.utils import timezone

from districts.models import Side
from lmi_portal.accounts.models import User
from wellbeing.models import Activity, Employee, JobClass, Participation, Rating, Shift, SignUp, Worksite

from .scheduling import add_activity, open_activity

Kind, State = Activity.Kind, SignUp.State
WORKSITES = [
    "Arden Middle (made up)",
    "District Office (made up)",
    "Mesa High (made up)",
    "Transportation Yard (made up)",
]
FIRST = [
    *["Alma", "Bo", "Cora", "Dev", "Elena", "Farid", "Grace", "Hector", "Inez", "Joon", "Kayla", "Luis", "Mina"],
    *["Nate", "Olga", "Pavel", "Quynh", "Rosa", "Sam", "Tara"],
]
LAST = ["Abbott", "Barajas", "Chen", "Duarte", "Ellis", "Flores", "Gill", "Huang", "Ibarra", "Jones", "Kim", "Lopez"]
# (the union's short name, job, shift, how many of them are on the list)
GROUPS = [
    ("SJTA", JobClass.TEACHING, Shift.DAY, 22),
    ("SJTA", JobClass.STUDENT_SUPPORT, Shift.DAY, 4),
    ("CSEA 127", JobClass.FOOD, Shift.EARLY, 8),
    ("CSEA 127", JobClass.AIDE, Shift.DAY, 8),
    ("CSEA 127", JobClass.CUSTODIAL, Shift.EVENING, 9),
    ("CSEA 127", JobClass.TRANSPORT, Shift.SPLIT, 5),
    ("", JobClass.ADMINISTRATION, Shift.DAY, 4),
]
WALK = (
    *("Walk after work", "Caminata después del trabajo"),
    *("Half an hour around the school, at the pace of the slowest.", "Media hora alrededor de la escuela, sin prisa."),
)
SOUP = (
    *("Soup night", "Noche de sopas"),
    *("We cook a big pot together and take some home.", "Cocinamos una olla grande y nos llevamos un poco."),
)
QUIET = (
    *("Quiet half hour", "Media hora de calma"),
    *("Chairs, tea and no phones. Nobody has to talk.", "Sillas, té y nada de teléfonos. Nadie tiene que hablar."),
)
PENSION = (
    *("Ask about your pension", "Pregunte por su pensión"),
    *("Bring your questions; someone who knows answers them.", "Traiga sus preguntas; alguien que sabe las contesta."),
)
THANKS = (
    *("Thank-you breakfast", "Desayuno de gracias"),
    *("The day shift cooks for those who open the buildings.", "El turno de día cocina para quienes abren temprano."),
)
# (kind, words, work site, shift it suits, hour, cost, {(union, shift): how many came}, stars, weeks ago)
PAST = [
    (Kind.MOVEMENT, WALK, 0, "", 16, 0, {("SJTA", "day"): 24, ("CSEA 127", "day"): 10}, [5, 4, 4, 5, 3], 20),
    (Kind.MOVEMENT, WALK, 0, "", 16, 0, {("SJTA", "day"): 21, ("CSEA 127", "day"): 11}, [5, 5, 4], 18),
    (Kind.FOOD, SOUP, 2, "evening", 17, 180, {("SJTA", "day"): 18, ("CSEA 127", "evening"): 12}, [5, 5, 4, 4], 17),
    (Kind.CALM, QUIET, 1, "", 12, 35, {("SJTA", "day"): 13, ("", "day"): 10}, [4, 3, 4], 16),
    (Kind.MONEY, PENSION, 1, "", 16, 0, {("SJTA", "day"): 31, ("CSEA 127", "day"): 14}, [4, 4, 5, 3], 15),
    (Kind.THANKS, THANKS, 3, "early", 6, 240, {("CSEA 127", "early"): 16, ("CSEA 127", "split"): 11}, [5, 5, 5, 4], 14),
    (Kind.MOVEMENT, WALK, 2, "", 16, 0, {("SJTA", "day"): 17, ("CSEA 127", "day"): 10}, [4, 4, 5], 12),
    (Kind.FOOD, SOUP, 2, "evening", 17, 165, {("CSEA 127", "evening"): 14, ("SJTA", "day"): 11}, [5, 4, 5], 11),
    (Kind.CALM, QUIET, 0, "", 12, 20, {("SJTA", "day"): 15}, [4, 4], 10),
    (Kind.TOGETHER, THANKS, 1, "day", 8, 210, {("SJTA", "day"): 26, ("", "day"): 12}, [4, 5, 5], 9),
    (Kind.MONEY, PENSION, 3, "split", 10, 0, {("CSEA 127", "split"): 13}, [5, 4], 8),
    (Kind.MOVEMENT, WALK, 0, "", 16, 0, {("SJTA", "day"): 19, ("CSEA 127", "day"): 12}, [4, 5, 3], 6),
    (Kind.CALM, QUIET, 3, "evening", 18, 30, {("CSEA 127", "evening"): 11}, [4, 4, 5], 5),
    (Kind.THANKS, THANKS, 3, "early", 6, 230, {("CSEA 127", "early"): 15, ("CSEA 127", "split"): 10}, [5, 5, 4], 3),
    (Kind.FOOD, SOUP, 2, "evening", 17, 170, {("CSEA 127", "evening"): 13, ("SJTA", "day"): 12}, [5, 5], 1),
]


def load_activities(program, *, now):
    """Create what is missing: work sites, people, 15 activities that are over and 6 and a series ahead.

    Nobody is written to: the sign-ups are rows as the deeds leave them. The program is live and has both co-chairs.
    """
    if program.employees.exists():
        return
    worksites = [Worksite.objects.create(program=program, name=name) for name in WORKSITES]
    units = {unit.organization.short_name: unit for unit in program.district.units.select_related("organization")}
    employees = _employees(program, worksites, units)
    leads = {f"{side}_lead": program.seats.co_chairs().get(side=side) for side in (Side.LABOR, Side.MANAGEMENT)}
    _past(program, worksites, units, employees, leads, now)
    _ahead(program, worksites, employees, leads, now)


def _employees(program, worksites, units):
    names = iter([f"{first} {last} (made up)" for last in LAST for first in FIRST])
    sites, languages = cycle(worksites), cycle(["en", "en", "es"])
    rows = []
    for union, job, shift, count in GROUPS:
        for name in islice(names, count):
            address = f"{'.'.join(name.removesuffix(' (made up)').lower().split())}@example.org"
            facts = {"job_class": job, "shift": shift, "worksite": next(sites), "language": next(languages)}
            rows.append(Employee(program=program, name=name, email=address, unit=units.get(union), **facts))
    known = User.objects.filter(email="employee@example.org").first()
    if known:
        rows[26].name, rows[26].email, rows[26].language = known.name, known.email, "en"
    return Employee.objects.bulk_create(rows)


def _past(program, worksites, units, employees, leads, now):
    """As they stand once they are over, with who came: some of the list, the others by unit and shift alone."""
    for kind, words, site, shift, hour, cost, came, stars, weeks in PAST:
        starts_at = _weekday(now, weeks=-weeks, hour=hour)
        activity = Activity.objects.create(
            **_facts(kind, words, starts_at, shift=shift, cost=cost, **leads),
            program=program,
            worksite=worksites[site],
            state=Activity.State.OPEN,
        )
        rows = []
        for (union, of_shift), count in came.items():
            unit = units.get(union)
            listed = [
                each for each in employees if each.unit_id == (unit.pk if unit else None) and each.shift == of_shift
            ]
            people = [*listed[: count // 2], *[None] * count][:count]
            facts = {"activity": activity, "unit": unit, "shift": of_shift, "recorded_at": starts_at}
            rows += [Participation(employee=person, **facts) for person in people]
        Participation.objects.bulk_create(rows)
        rated = islice(cycle(stars), max(10, len(rows) // 2))
        Rating.objects.bulk_create([Rating(activity=activity, stars=each) for each in rated])


def _ahead(program, worksites, employees, leads, now):
    def hold(kind, words, *, days, hour, site, by=leads["labor_lead"].named_by, **fields):
        facts = _facts(kind, words, _weekday(now, days=days, hour=hour), **leads, **fields)
        activity = add_activity(program=program, by=by, now=now, worksite_name=worksites[site].name, **facts)
        open_activity(activity=activity, later=True, by=by, now=now)
        return activity

    full = hold(Kind.FOOD, SOUP, days=4, hour=17, site=2, shift="evening", capacity=12, cost=170)
    _sign_up(full, employees[20:36], now)
    _sign_up(
        hold(Kind.THANKS, THANKS, days=6, hour=6, site=3, shift="early", capacity=40, cost=230), employees[26:31], now
    )
    _sign_up(hold(Kind.MONEY, PENSION, days=9, hour=16, site=1, capacity=25), employees[:9], now)
    hold(Kind.CALM, QUIET, days=11, hour=12, site=0, capacity=15, cost=25)
    hold(Kind.CALM, QUIET, days=13, hour=18, site=3, shift="evening", capacity=15, cost=25)
    until_on = timezone.localdate(now) + timedelta(weeks=7)
    _sign_up(hold(Kind.MOVEMENT, WALK, days=2, hour=16, site=0, every_weeks=1, until_on=until_on), employees[5:12], now)


def _sign_up(activity, employees, now):
    """Those beyond the places wait in line, a minute after each other."""
    places = activity.capacity or len(employees)
    SignUp.objects.bulk_create(
        SignUp(
            activity=activity,
            employee=employee,
            state=State.CONFIRMED if number < places else State.WAITLISTED,
            signed_up_at=now - timedelta(days=1) + timedelta(minutes=number),
        )
        for number, employee in enumerate(employees)
    )


def _facts(kind, words, starts_at, **fields):
    title, title_es, description, description_es = words
    return {
        "kind": kind,
        "title": title,
        "title_es": title_es,
        "description": description,
        "description_es": description_es,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "place": "Staff room",
    } | fields


def _weekday(now, *, weeks=0, days=0, hour):
    """That hour on the wall, on the next school day from then on."""
    day: date = timezone.localdate(now) + timedelta(weeks=weeks, days=days)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(hour)))
