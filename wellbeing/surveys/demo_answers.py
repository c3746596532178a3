"""Made-up answers to surveys: drawn by one seed, so that every load gives the same, with differences one would expect.

Who works early, late, or in two parts says less often that they are heard; half a year later more say so.
"""

from wellbeing.models import JobClass, Shift

from .bank import CHOICE, CHOICES, COMMENT, SCALE

CERTIFICATED = {JobClass.TEACHING: 80, JobClass.STUDENT_SUPPORT: 20}
CLASSIFIED = {
    JobClass.AIDE: 28,
    JobClass.OFFICE: 18,
    JobClass.CUSTODIAL: 18,
    JobClass.FOOD: 14,
    JobClass.TRANSPORT: 12,
    JobClass.TECHNICAL: 6,
    JobClass.SAFETY: 4,
}
SHIFTS = {
    JobClass.CUSTODIAL: {Shift.EVENING: 55, Shift.NIGHT: 20, Shift.DAY: 25},
    JobClass.FOOD: {Shift.EARLY: 70, Shift.DAY: 30},
    JobClass.TRANSPORT: {Shift.SPLIT: 75, Shift.EARLY: 25},
    JobClass.SAFETY: {Shift.DAY: 60, Shift.EVENING: 40},
}
# How far from the middle of the scale, in its steps, people are on the whole; 0 for what is not listed.
LEANING = {"respect": 0.5, "relationships": 0.9, "count_on": 0.7, "workload": -0.5, "breaks": -0.1, "trust": -0.3}
OF_SHIFT = {Shift.EVENING: -0.35, Shift.NIGHT: -0.55, Shift.SPLIT: -0.4, Shift.EARLY: -0.15, Shift.DAY: 0.1}
OF_JOB = {JobClass.ADMINISTRATION: 0.6, JobClass.TEACHING: 0.1, JobClass.CUSTODIAL: -0.2}
# What a half year of the program changed.
GAINED = {"voice": 0.45, "recognition": 0.4, "trust": 0.4, "breaks": 0.35, "respect": 0.3, "safe_to_speak": 0.3}
RATHER_NOT = 0.05
COMMENTS = [
    "A break room that opens before six would help the kitchen.",
    "Tell us about changes before they happen, not after.",
    "The new schedule for buses works. Please keep it.",
    "My team looks out for each other. That should stay.",
    "More time to plan together with the aides in my room.",
    "Thank the night crew in person once in a while.",
    "Fewer forms that ask for the same thing twice.",
    "The walks at lunch are good. Have one after the evening shift, too.",
    "Fans in the shop, it is very hot in September.",
    "I like that labor and management answer us together.",
    "Que los avisos lleguen también en español.",
    "Un lugar tranquilo para almorzar, aunque sea pequeño.",
    "Me gusta que ahora nos preguntan antes de cambiar los turnos.",
    "That one person in our office should be moved.",
]


def people(count, *, program, chance):
    """`count` answers about oneself, as {dimension: value}; `chance` is a random.Random."""
    units = {unit.kind: unit for unit in reversed(program.district.units.at_the_table())}
    sites = list(program.worksites.order_by("pk").values_list("pk", flat=True))
    return [_person(units, sites, chance) for _each in range(count)]


def answers(about, questions, *, wave, chance):
    """What one of these people says, as ({question: option or options}, {question: comment}); `wave` counts from 0."""
    said, comments = {}, {}
    for question in questions:
        if chance.random() < RATHER_NOT:
            continue
        if question.kind == SCALE:
            said[question.key] = _on_the_scale(question, about, wave, chance)
        elif question.kind == CHOICE:
            said[question.key] = _one(question, about, chance)
        elif question.kind == CHOICES:
            said[question.key] = _some(question, chance)
        elif question.kind == COMMENT and chance.random() < 0.03:
            comments[question.key] = chance.choice(COMMENTS)
    return said, comments


def _person(units, sites, chance):
    if chance.random() < 0.1:
        side, unit, job = "management", "", JobClass.ADMINISTRATION
    else:
        kind = "classified" if chance.random() < 0.48 and "classified" in units else "certificated"
        side, unit = "labor", str(units[kind].pk) if kind in units else ""
        job = _drawn(CLASSIFIED if kind == "classified" else CERTIFICATED, chance)
    about = {
        "side": side,
        "unit": unit,
        "job_class": job.value,
        "shift": _drawn(SHIFTS.get(job, {Shift.DAY: 1}), chance).value,
        "worksite": str(chance.choice(sites)) if sites else "",
    }
    return {dimension: "" if chance.random() < RATHER_NOT else value for dimension, value in about.items()}


def _on_the_scale(question, about, wave, chance):
    mean = LEANING.get(question.key, 0.15) + OF_SHIFT.get(about["shift"], 0) + OF_JOB.get(about["job_class"], 0)
    step = round(chance.gauss(mean + wave * GAINED.get(question.key, 0.08), 1))
    keys = list(question.labels)
    from_good = 2 - max(-2, min(2, step))
    return keys[from_good] if question.good == "agree" else keys[-1 - from_good]


def _one(question, about, chance):
    keys = list(question.labels)
    return about["shift"] if about["shift"] in keys and chance.random() < 0.6 else chance.choice(keys)


def _some(question, chance):
    keys = [key for key in question.labels if key != "none"]
    # Those named first are chosen by more.
    chosen = [key for place, key in enumerate(keys) if chance.random() < 0.5 - 0.04 * place]
    return chosen or (["none"] if "none" in question.labels else keys[:1])


def _drawn(weights, chance):
    return chance.choices(list(weights), weights=weights.values())[0]
