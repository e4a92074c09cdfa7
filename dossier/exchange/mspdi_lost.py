"""What of a Microsoft Project plan no record holds: all that nobody asked for and that says something.

Left out are empty values and zeros, Microsoft Project's usual settings, and what it computes from the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.exchange.mspdi_xml import Element, Ledger


def words_in(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_NOTHING = frozenset({"", "0", "0.0", "0.00", "NA", "PT0H0M0S", "-1"})

_COMPUTED: Mapping[str, frozenset[str]] = {
    "Project": words_in(
        """
        FinishDate CurrencySymbol CurrencyDigits CurrencySymbolPosition DefaultStartTime
        DefaultFinishTime CurrentDate SaveVersion BuildNumber MinutesPerWeek DaysPerMonth
        DurationFormat WorkFormat FYStartDate WeekStartDay
        """
    ),
    "Task": words_in(
        """
        ID OutlineNumber OutlineLevel Start Finish EarlyStart EarlyFinish LateStart LateFinish
        StartVariance FinishVariance DurationVariance WorkVariance FreeSlack TotalSlack StartSlack
        FinishSlack Critical Summary RemainingDuration RemainingWork RemainingCost ActualDuration
        RegularWork CV SV ACWP BCWS BCWP ResumeValid OverAllocated DurationFormat
        LevelingDelayFormat DisplayAsSummary WBSLevel ManualStart ManualFinish ManualDuration Stop
        Resume PreLeveledStart PreLeveledFinish
        """
    ),
    "Resource": words_in(
        """
        ID PeakUnits OverAllocated Start Finish CanLevel StandardRateFormat OvertimeRateFormat
        CalendarUID Work RegularWork RemainingWork PercentWorkComplete WorkVariance CostVariance CV
        SV ACWP BCWS BCWP Cost RemainingCost
        """
    ),
    "Assignment": words_in(
        """
        UID Start Finish Stop Resume Work RegularWork RemainingWork WorkVariance StartVariance
        FinishVariance CostVariance PercentWorkComplete Cost RemainingCost CV SV VAC ACWP BCWS BCWP
        OverAllocated Milestone LevelingDelayFormat Confirmed HasFixedRateUnits ResponsePending
        UpdateNeeded LinkedFields Summary
        """
    ),
}
"""What Microsoft Project computes from the rest of the plan, or only says how it shows it."""

_USUAL: Mapping[tuple[str, str], frozenset[str]] = {
    ("Project", "ScheduleFromStart"): frozenset({"1"}),
    ("Task", "Active"): frozenset({"1"}),
    ("Task", "Priority"): frozenset({"500"}),
    ("Task", "FixedCostAccrual"): frozenset({"1", "2", "3"}),
    ("Task", "LevelAssignments"): frozenset({"1"}),
    ("Task", "LevelingCanSplit"): frozenset({"1"}),
    ("Task", "EffortDriven"): frozenset({"1"}),
    ("Task", "IsPublished"): frozenset({"1"}),
    ("Resource", "AccrueAt"): frozenset({"1", "2", "3"}),
    ("Resource", "WorkGroup"): frozenset({"1", "2", "3"}),
    ("Resource", "BookingType"): frozenset({"1"}),
}

_SETTINGS = words_in(
    """
        DefaultTaskType DefaultFixedCostAccrual EditableActualCosts HonorConstraints
        EarnedValueMethod InsertedProjectsLikeSummary MultipleCriticalPaths NewTasksEffortDriven
        NewTasksEstimated SplitsInProgressTasks SpreadActualCost SpreadPercentComplete
        TaskUpdatesResource FiscalYearStart MoveCompletedEndsBack MoveRemainingStartsBack
        MoveRemainingStartsForward MoveCompletedEndsForward BaselineForEarnedValue
        AutoAddNewResourcesAndTasks MicrosoftProjectServerURL Autolink NewTaskStartDate
        NewTasksAreManual DefaultTaskEVMethod ProjectExternallyEdited ActualsInSync
        RemoveFileProperties AdminProject DefaultStandardRate DefaultOvertimeRate
        KeepTaskOnNearestWorkingTimeWhenMadeAutoScheduled
        UpdateManuallyScheduledTasksWhenEditingLinks
        """
)
"""How the program behaves at the next edit; no plan of its own."""


def count_unread(elements: Iterable[Element], ledger: Ledger) -> None:
    """Add to the ledger what was not asked for and says something."""
    for element in elements:
        computed = _COMPUTED.get(element.name, frozenset())
        for name, text in element.unread():
            if text in _NOTHING or name in computed or text in _USUAL.get((element.name, name), ()):
                continue
            if element.name == "Project" and name in _SETTINGS:
                ledger.lost.add("Settings of the program", f"{name} {text}")
            else:
                ledger.lost.add(f"{element.name}/{name}", text)
