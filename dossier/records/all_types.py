"""Every record type of the product, in the order in which people list them; importing it declares them all."""

from dossier.records.action import Action
from dossier.records.assumption import Assumption
from dossier.records.baseline import Baseline
from dossier.records.change_request import ChangeRequest
from dossier.records.client import Client
from dossier.records.closing_review import ClosingReview
from dossier.records.cost_item import CostItem
from dossier.records.decision import Decision
from dossier.records.declare import RECORD_TYPES
from dossier.records.deliverable import Deliverable
from dossier.records.feedback import Feedback
from dossier.records.issue import Issue
from dossier.records.meeting import Meeting
from dossier.records.project import Project
from dossier.records.requirement import Requirement
from dossier.records.risk import Risk
from dossier.records.sign_off import SignOff
from dossier.records.stakeholder import Stakeholder
from dossier.records.status_report import StatusReport
from dossier.records.survey import Survey
from dossier.records.task import Task

ALL_TYPES = (
    Client,
    Project,
    Stakeholder,
    Requirement,
    Task,
    Baseline,
    Deliverable,
    Risk,
    Issue,
    Assumption,
    ChangeRequest,
    Decision,
    Meeting,
    Action,
    StatusReport,
    CostItem,
    Feedback,
    Survey,
    ClosingReview,
    SignOff,
)

# Their order is the same whichever of them somebody imported first.
for _name in sorted(each.type_name for each in ALL_TYPES):
    RECORD_TYPES[_name] = RECORD_TYPES.pop(_name)
