"""Topics that belong to bargaining: the committee may talk of them, and cannot decide them.

Wages, hours and the terms and conditions of employment that Government Code § 3543.2(a) lists – health and welfare
benefits, leave, transfer and reassignment, safety conditions, class size, evaluation procedures, organizational
security, grievance procedures, layoff – are negotiated with the exclusive representative, and with nobody past it
(§ 3543.5(c)). A committee that decided them would bargain. Words only point at a topic; people say what it is.
"""

import re

from django.utils.translation import gettext_lazy as _

from lmi_portal.accents import without_accents

_KINDS_OF_LEAVE = (
    "sick|paid|unpaid|family|medical|parental|maternity|paternity|personal|bereavement|disability|pregnancy"
)
_KINDS_OF_BENEFITS = "health|dental|vision|medical|life|retirement|pension|fringe|welfare|retiree|employee"

TOPICS = [
    (_("wages"), [
        r"wages?|salar(?:y|ies)|pay ?checks?|pay (?:rates?|raises?|scales?|cuts?|schedules?|increases?)|an? raise",
        r"payroll",
        r"stipends?|bonus(?:es)?|(?:extra|hourly|overtime|step|longevity|hazard) pay|cost[- ]of[- ]living",
        r"step and column",
        r"compensation|sueldos?|salarios?|salarial(?:es)?|aumentos? (?:de )?(?:sueldo|salario|paga)",
        r"paga por hora|bonos?|estipendios?",
    ]),
    (_("hours"), [
        r"(?:work(?:ing)?|duty|contract|instructional|paid) hours|hours of (?:work|employment)",
        r"work (?:day|week|year)s?",
        r"workdays?|workweeks?|overtime|(?:work|bell|shift) schedules?|prep(?:aration)? (?:time|periods?)",
        r"(?:duty|duty-free) (?:lunch|time)",
        r"work calendar|horas? (?:de trabajo|extras?|laborales)|horarios? (?:de trabajo|laboral(?:es)?)",
        r"jornadas? (?:laboral(?:es)?|de trabajo)",
    ]),
    (_("health and welfare benefits"), [
        rf"(?:{_KINDS_OF_BENEFITS}) (?:benefits?|insurance|plans?|premiums?|coverage)",
        r"benefits? (?:caps?|packages?|plans?)|health care (?:costs?|plans?|premiums?)|premiums?|co-?pays?",
        r"deductibles?|cash in lieu",
        r"(?:seguros?|planes|plan|cobertura) (?:de (?:salud|vida|gastos medicos)|medic[oa]s?|dental(?:es)?)",
        r"prestaciones|beneficios (?:de salud|laborales|medicos)",
        r"primas? del seguro|copagos?|deducibles?|pension(?:es)?|jubilacion(?:es)?",
    ]),
    (_("leave"), [
        rf"(?:{_KINDS_OF_LEAVE}) leaves?|leaves? of absence|leave (?:polic(?:y|ies)|banks?|days?|time)",
        r"sick (?:days?|time)|time off|days? off|vacation (?:days?|time|accrual)|paid holidays?",
        r"personal (?:days?|necessity)",
        r"licencias? (?:por|de) (?:enfermedad|maternidad|paternidad|ausencia|familia)",
        r"licencias? (?:pagadas?|medicas?|familiar(?:es)?)",
        r"dias? (?:libres?|de enfermedad|de vacaciones|feriados? pagados?)|permisos? (?:pagados?|por enfermedad)",
    ]),
    (_("transfer and reassignment"), [
        r"(?:involuntary|voluntary|staff|employee|teacher|job) (?:transfers?|reassignments?)",
        r"transfer polic(?:y|ies)|reassign(?:ment|ments|ed|ing)?",
        r"transfers? (?:and|or) reassignments?|seniority",
        r"traslados? (?:de (?:personal|empleados|maestros)|involuntarios?|voluntarios?)|reasignacion(?:es)?",
        r"antiguedad",
    ]),
    (_("safety conditions"), [
        r"(?:workplace|work|employee|staff|on-the-job|job) safety",
        r"safety (?:conditions?|equipment|training|polic(?:y|ies)|hazards?)",
        r"working conditions?|protective equipment|work injur(?:y|ies)|workers['’]? comp(?:ensation)?",
        r"unsafe (?:work|conditions?)",
        r"seguridad (?:laboral|en el trabajo|del personal)|condiciones (?:de (?:trabajo|seguridad)|laborales)",
        r"equipo de proteccion|accidentes? (?:de trabajo|laboral(?:es)?)",
    ]),
    (_("class size"), [
        r"class[- ]sizes?|class(?:es)? (?:caps?|limits?|maximums?)|case ?load (?:limits?|caps?|maximums?)",
        r"staffing ratios?|student[- ]teacher ratios?",
        r"tamano de (?:las )?(?:clases?|grupos?)|(?:alumnos|estudiantes) por (?:clase|salon|grupo|maestro)",
    ]),
    (_("evaluation of employees"), [
        r"(?:staff|employee|teacher|performance|job) (?:evaluations?|reviews?|appraisals?)",
        r"evaluations? of (?:employees|teachers|staff)",
        r"evaluation (?:procedures?|process(?:es)?|forms?)",
        r"evaluacion(?:es)? (?:del? (?:personal|empleados|maestros|desempeno)|de los (?:empleados|maestros))",
    ]),
    (_("organizational security"), [
        r"(?:union|membership|agency) (?:dues|fees?)|dues deductions?|organizational security|release time",
        r"cuotas? sindical(?:es)?",
    ]),
    (_("grievances and discipline"), [
        r"grievances?|grieved?|arbitration",
        r"disciplin(?:e|ary) (?:action|polic(?:y|ies)|procedures?|of employees)|just cause",
        r"agravios?|quejas? formal(?:es)?|arbitraje|(?:medidas?|acciones|accion) disciplinarias?",
    ]),
    (_("layoff"), [
        r"lay-?offs?|laid off|lay off|furloughs?|(?:job|position|staff|hour) (?:cuts?|eliminations?)",
        r"reductions? in force|reduction of hours|contracting out|outsourc(?:e|ed|ing)",
        r"despid[oa]s?|despedir|recortes? de (?:personal|puestos|horas)|cesantias?|subcontratacion",
    ]),
]  # fmt: skip
_PATTERNS = [
    (topic, re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)) for topic, patterns in TOPICS
]


def bargaining_topics_in(text):
    """The names of the topics of § 3543.2 at which whole words of `text` point, English or Spanish; [] if none."""
    plain = without_accents(text)
    return [str(topic) for topic, pattern in _PATTERNS if pattern.search(plain)]
