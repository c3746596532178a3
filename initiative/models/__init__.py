from .case_study import Approval, CaseStudy, KeyFact, TimelineEntry
from .plan import Goal, Measure, MeasureValue, Objective, Plan
from .practice import Practice, PracticeUse
from .steering import CommitteeDecision, Meeting, Term
from .voice import Voice

__all__ = [
    "Approval",
    "CaseStudy",
    "CommitteeDecision",
    "Goal",
    "KeyFact",
    "Measure",
    "MeasureValue",
    "Meeting",
    "Objective",
    "Plan",
    "Practice",
    "PracticeUse",
    "Term",
    "TimelineEntry",
    "Voice",
]
