from .achievement import AttendanceImport, AttendanceWindow, FamilyActivity, FiguresEdition, Participation
from .caseload import HandOver, Note, ProviderLink, ProviderLinkUse
from .consent import Consent, ConsentForm, ConsentRecipient, ConsentRequest, ConsentRevocation, MinorStatement
from .destruction import ChainCut, DestructionCertificate
from .outcome import BARRIERS, LOOP_LEFT_OPEN, RECEIVED, DeclineReason, Outcome, OutcomeSource
from .records import AccessedStudent, AccessEntry, BreakGlass, ChainedModel, ChainHead, Disclosure
from .referral import (
    BEFORE_SENDING,
    OVER,
    Appointment,
    ContactAttempt,
    Referral,
    ReferralEvent,
    State,
)
from .requests import CorrectionRequest, Hold, LegalRequest
from .site import DayOff, Position, Site, school_year_of
from .staff import WHOLE_DISTRICT, Assignment, Role, TrainingCompletion, TrainingModule
from .student import Guardian, Household, Student, StudentIndex

__all__ = [
    "BARRIERS",
    "BEFORE_SENDING",
    "LOOP_LEFT_OPEN",
    "OVER",
    "RECEIVED",
    "WHOLE_DISTRICT",
    "AccessEntry",
    "AccessedStudent",
    "Appointment",
    "Assignment",
    "AttendanceImport",
    "AttendanceWindow",
    "BreakGlass",
    "ChainCut",
    "ChainHead",
    "ChainedModel",
    "Consent",
    "ConsentForm",
    "ConsentRecipient",
    "ConsentRequest",
    "ConsentRevocation",
    "ContactAttempt",
    "CorrectionRequest",
    "DayOff",
    "DeclineReason",
    "DestructionCertificate",
    "Disclosure",
    "FamilyActivity",
    "FiguresEdition",
    "Guardian",
    "HandOver",
    "Hold",
    "Household",
    "LegalRequest",
    "MinorStatement",
    "Note",
    "Outcome",
    "OutcomeSource",
    "Participation",
    "Position",
    "ProviderLink",
    "ProviderLinkUse",
    "Referral",
    "ReferralEvent",
    "Role",
    "Site",
    "State",
    "Student",
    "StudentIndex",
    "TrainingCompletion",
    "TrainingModule",
    "school_year_of",
]
