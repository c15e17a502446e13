"""The reporter: what the window has asked to be told of the run, and the reports that tell it."""

from dataclasses import replace

from playground.app.mailbox import Mailbox
from playground.app.pace import Pace
from playground.app.seldom import Seldom
from playground.app.watches import Watch, Watches
from playground.app.workbench import Workbench
from playground.training import MapRequest, Report, Snapshot, Target, Timeline


class Reporter:
    """Makes reports, in the worker's thread; each has the rows of every epoch since the one before.

    Parameters
    ----------
    mailbox : where they are left.

    Attributes
    ----------
    news : whether something has happened that is not reported yet.
    """

    def __init__(self, mailbox: Mailbox[Report]) -> None:
        self._mailbox = mailbox
        self.news = True
        self._request: MapRequest | None = None
        self._part: str | None = None
        self._target: Target | None = None
        self._watches = Watches()
        self._answers = Seldom()
        self._seen_rows = 0
        self._restarted = True

    # What is asked for, from now on

    def look_at(self, request: MapRequest | None) -> None:
        """Maps of this region."""
        self._request = request

    def answer_for(self, part: str | None) -> None:
        """The answers to the samples of this part."""
        self._part = part

    def inspect(self, target: Target | None) -> None:
        """A closer look at a parameter or a unit."""
        self._target = target

    def watch(self, name: str, watch: Watch | None) -> None:
        """What this watch sees; with None nothing under that name any more."""
        self._watches.set(name, watch)

    # When

    def begin_again(self) -> None:
        """The next report is the first of a run that has begun again."""
        self._seen_rows, self._restarted = 0, True

    def changed_by_hand(self) -> None:
        """A command was carried out: news, with the answers and the closer look, however lately they were told."""
        self.news = True
        self._answers.now()

    @property
    def has_room(self) -> bool:
        """Whether the window has taken the last report."""
        return self._mailbox.empty

    def leave_if_due(self, bench: Workbench, pace: Pace, *, training: bool) -> Report | None:
        """Leave the next report in the mailbox, if there is news and the last was taken; the report, if so.

        A report made while the window draws would have to fight it for the interpreter.
        """
        if not self.news or bench.made is None or not self._mailbox.empty:
            return None
        self.news = False
        report = self._report(bench.made, pace, training)
        self._mailbox.put(report)
        return report

    def _report(self, timeline: Timeline, pace: Pace, training: bool) -> Report:
        run = timeline.run
        _, rows = run.history.news(self._seen_rows)
        self._seen_rows = run.history.rows
        report = Report(
            snapshot=self._snapshot(timeline, training),
            rows=rows,
            restarted=self._restarted,
            epochs_per_second=pace.rate(run.epochs_done),
            seconds=pace.elapsed(),
            standing=timeline.standing(),
        )
        self._restarted = False
        return report

    def _snapshot(self, timeline: Timeline, training: bool) -> Snapshot:
        with timeline.standing_where_seen():
            watched = self._watches.seen(timeline.run, training=training)
        return replace(self._plain_snapshot(timeline, training), watched=watched)

    def _plain_snapshot(self, timeline: Timeline, training: bool) -> Snapshot:
        wanted = self._part is not None or self._target is not None
        if not wanted or (training and not self._answers.due):
            return timeline.snapshot(self._request)
        with self._answers.spending():
            return timeline.snapshot(self._request, self._part, self._target)
