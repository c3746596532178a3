from .activity import Activity, Participation, Rating, Series, SignUp
from .approval import Approval
from .challenge import Challenge, ChallengeEntry, ChallengeTeam
from .charter import Charter, Signatory, Signature
from .committee import CommitteeSeat
from .idea import Idea, IdeaVote
from .meeting import AgendaItem, CommitteeMeeting, CorrectionOfMinutes, Decision, MeetingAttendance
from .program import Program
from .reach import ReachFigures
from .report import YearlyReport
from .result import ResultGroup, SurveyComment
from .step import Action, Artefact, Priority, ReadinessAnswer, Step
from .survey import Response, Survey, SurveyToken
from .workforce import Employee, Headcount, JobClass, Shift, Worksite

__all__ = [
    "Action",
    "Activity",
    "AgendaItem",
    "Approval",
    "Artefact",
    "Challenge",
    "ChallengeEntry",
    "ChallengeTeam",
    "Charter",
    "CommitteeMeeting",
    "CommitteeSeat",
    "CorrectionOfMinutes",
    "Decision",
    "Employee",
    "Headcount",
    "Idea",
    "IdeaVote",
    "JobClass",
    "MeetingAttendance",
    "Participation",
    "Priority",
    "Program",
    "Rating",
    "ReachFigures",
    "ReadinessAnswer",
    "Response",
    "ResultGroup",
    "Series",
    "Shift",
    "SignUp",
    "Signatory",
    "Signature",
    "Step",
    "Survey",
    "SurveyComment",
    "SurveyToken",
    "Worksite",
    "YearlyReport",
]
