"""What can be asked for from outside, through a proxy. Whatever is not named here does not exist there.

Participants have all they need. The facilitator and the screen have nothing: they are on this computer, or in the room.
"""

from __future__ import annotations

from kit.live.http import mine, notebook, pages, participant, streams
from kit.live.http.base import Answering

FROM_OUTSIDE: frozenset[type[Answering]] = frozenset(
    {
        participant.Join,
        participant.Return,
        participant.Agreement,
        participant.TakeBack,
        participant.Told,
        participant.Withdraw,
        participant.Submissions,
        participant.Import,
        participant.Preview,
        participant.About,
        participant.State,
        participant.Releases,
        streams.Events,
        notebook.Notebook,
        mine.Mine,
        mine.Fates,
        mine.Export,
        mine.ExportTable,
        pages.Start,
        pages.Week,
        pages.WeekState,
        pages.Results,
        pages.WeekRead,
        pages.WeekPractices,
        pages.TakeHome,
        pages.Static,
    }
)
