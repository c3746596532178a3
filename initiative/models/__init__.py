from .case_study import Approval, CaseStudy, KeyFact, TimelineEntry
from .plan import Goal, Measure, MeasureValue, Objective, Plan
from .practice import Practice, PracticeUse
from .steering import CommitteeDecision, Meeting, MinutesNote, Term
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
    "MinutesNote",
    "Objective",
    "Plan",
    "Practice",
    "PracticeUse",
    "Term",
    "TimelineEntry",
    "Voice",
]
