"""The explorer: a table with its controls, its drawing and its list, whose state is values."""

from __future__ import annotations

import difflib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import traitlets as t

from timeline.errors import EventsError, TimelineError
from timeline.events.columns import VISIBILITIES
from timeline.explorer.code import code_of, is_named
from timeline.explorer.controls import Controls, wrap
from timeline.explorer.drawing import View
from timeline.explorer.history import History
from timeline.explorer.kept import Kept
from timeline.explorer.still import Still, still_html, table_html
from timeline.explorer.tools import Tools
from timeline.explorer.traits import DayTrait, FilterTrait, TextTrait
from timeline.explorer.trouble import paragraph, trouble_html
from timeline.explorer.watch import Watch, kernel_loop
from timeline.publish.page import Dress, page_text, site_of
from timeline.view import assets
from timeline.view.choices import choices
from timeline.view.filters import FACETS, Filter, Sieve
from timeline.view.payload import payload
from timeline.view.scene import known_lanes, known_window
from timeline.view.shapes import number
from timeline.view.story import story_of
from timeline.view.words import words

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Collection, Iterator, Sequence

    import plotly.graph_objects as go

    from timeline.errors import Problem
    from timeline.explorer.opened import Opened

    Change = dict[str, Any]

TURN = 0.15
"""Seconds for which the browser is left to draw what a filter keeps."""


_HEARD = ("copy_failed", "from", "kernel_gone", "no_kernel", "not_drawn", "saved", "to")
"""Words that the drawing itself says in a notebook, beside those of the page."""


class Explorer(widgets.VBox):
    """A table of events with its controls, its drawing and its list; ``explore`` makes one.

    Each of these can be read, observed, and but for ``events`` set: ``filter`` (a ``Filter``, or its plain values),
    ``events`` (the rows shown, a DataFrame), ``selected`` (the id of the chosen event, or None), ``as_of`` (the day
    that it speaks for), ``lanes`` (matter, agency, kind, court), ``window`` (the time shown, such as
    "2020-01-01/2021-06-30"; None for that of the first view) and ``theme``. ``undo`` and ``redo`` go through the
    filters that there were, ``code`` is the Python for what is on the screen, ``figure`` draws it as a Plotly figure.
    """

    filter = FilterTrait(help="what is shown")
    events = t.Any(read_only=True, help="the events shown, as a DataFrame")
    selected = TextTrait(None, allow_none=True, help="the id of the chosen event")
    as_of = DayTrait(help="the day it speaks for")
    lanes = TextTrait("matter", help="what the lanes are")
    window = TextTrait(None, allow_none=True, help="the time shown; None for that of the first view")
    theme = TextTrait("auto", help="how it looks")
    error = t.Unicode(read_only=True, help="what is wrong now, in words")

    def __init__(
        self,
        opened: Opened,
        *,
        filter: Filter | None = None,  # noqa: A002 - the field's own word
        lanes: str = "matter",
        window: str | None = None,
        selected: str | None = None,
        lang: str = "en",
        theme: str = "auto",
    ) -> None:
        self._say = say = words(lang)
        self._opened, self._problems = opened, opened.problems
        self._history, self._kept = History(), Kept(self.still, self._tried)
        self._watch = Watch(opened.files, self._changed_on_disk)
        self._wrong = ""
        self._refused: tuple[str, Sequence[Problem], Collection[Problem]] | None = None
        self._places: dict[str, int] = {}
        self._waiting: asyncio.TimerHandle | None = None
        self.view = View(asked=self._hear, layout={"width": "100%"})
        self._notice = widgets.HTML(paragraph("tl-notice", self._withheld()))
        self._says, self._trouble = widgets.HTML(), widgets.HTML()
        self._controls = Controls(say, self._read)
        self._tooled = tools = self._tools()
        first = [self._controls.text, self._controls.overdue, self._controls.more, *tools.steps]
        super().__init__(
            [
                self._notice, wrap(first), self._controls.kinds, self._controls.facets,
                wrap([tools.lanes, tools.day, *tools.outs]), self._says, self.view, self._trouble,
            ]
        )  # fmt: skip
        self.add_class("tl-explorer")
        self.lanes, self.theme, self.as_of = lanes, theme, opened.as_of
        self._lay()
        for name in ("selected", "window", "theme"):
            t.link((self, name), (self.view, name))
        self.window, self.filter = window, filter
        self._show()
        self.selected = selected
        self.observe(self._filtered, "filter")
        self.observe(self._laned, "lanes")
        self.observe(self._dated, "as_of")
        self.view.observe(self._take, "filter")
        self.view.observe(self._failed, "error")
        self.observe(lambda _change: self._kept.stale(), "theme")
        self._watch.start()

    # The state --------------------------------------------------------------------------------------------------------

    @t.validate("selected")
    def _an_event(self, proposal: Change) -> str | None:
        name: str | None = proposal["value"] or None
        if name is not None and name not in self._places:
            near = difflib.get_close_matches(name, self._places, 1)
            msg = f"there is no event {name}" + (f"; did you mean {near[0]}?" if near else " in this table")
            raise TimelineError(msg)
        return name

    @t.validate("theme")
    def _a_theme(self, proposal: Change) -> str:
        return assets.known_theme(proposal["value"])

    @t.validate("lanes")
    def _known_lanes(self, proposal: Change) -> str:
        return known_lanes(proposal["value"])

    @t.validate("window")
    def _a_window(self, proposal: Change) -> str | None:
        return known_window(proposal["value"]) or None

    @t.validate("as_of")
    def _a_day(self, proposal: Change) -> str:
        """Open the table for the day: one for which it cannot be is no day to set."""
        day: str = proposal["value"]
        if day == self._opened.as_of:
            return day
        self._opened = self._opened.on(day or None)
        self._problems, self._refused = self._opened.problems, None  # the file was read anew, and can be used
        return self._opened.as_of

    def _take(self, change: Change) -> None:
        self.filter = change["new"]

    def _filtered(self, change: Change) -> None:
        self._history.remember(change["old"], change["new"])
        self._show()

    def _laned(self, _change: Change) -> None:
        self._lay()
        self._show()

    def _dated(self, _change: Change) -> None:
        self._lay()
        self._show()

    def undo(self) -> None:
        """Go back to the filter before this one; nothing where there is none."""
        self._go(self._history.back(self.filter))

    def redo(self) -> None:
        """Take back the last undo."""
        self._go(self._history.forth(self.filter))

    def _go(self, wanted: Filter | None) -> None:
        if wanted is not None:
            with self._history.still():
                self.filter = wanted
            self._show()

    @property
    def code(self) -> str:
        """The Python that gives what is on the screen."""
        return code_of(self._opened.source, self._options())

    def figure(self) -> go.Figure:
        """Draw what is shown as a plain Plotly figure that you may change."""
        from timeline.view.figure import figure_of  # noqa: PLC0415 - plotly, which the explorer needs for nothing else

        return figure_of(self._opened.released, filter=self.filter, **self._look())

    def _look(self) -> dict[str, Any]:
        """Return how a figure or a picture looks as this does."""
        theme = "light" if self.theme == "auto" else self.theme
        return {"lanes": self.lanes, "window": self.window, "lang": self._say.lang, "theme": theme}

    def close(self) -> None:
        """End it: nothing looks at the file any more."""
        if "_watch" in self.__dict__:  # else nothing began: an option was refused
            self._kept.end()
            self._watch.stop()
        super().close()

    def _options(self) -> dict[str, Any]:
        """Return the options of ``explore`` that say what is on the screen, without those left as they are."""
        opened = self._opened
        given = {
            "filter": self.filter if self.filter != Filter() else None, "as_of": opened.as_of,
            "lanes": self.lanes, "window": self.window, "selected": self.selected, "audience": opened.audience,
            "date_order": opened.date_order, "lang": self._say.lang, "theme": self.theme,
        }  # fmt: skip
        usual = ("", None, "matter", VISIBILITIES[0], "en", "auto")
        return {name: value for name, value in given.items() if value not in usual}

    # What is shown ----------------------------------------------------------------------------------------------------

    def _lay(self) -> None:
        """Make drawing and controls those of the opened table; filter, window and choice stay."""
        opened, say = self._opened, self._say
        self._sieve = Sieve(opened.released)
        self._first, self._late = payload(opened.released, lang=say.lang, lanes=self.lanes)
        events = self._first["events"]
        self._places = {name: place for place, name in enumerate(events["id"])}
        self._days = [
            next((float(day) for day in days if day is not None), float("nan"))
            for days in zip(events["day"], events["last"], events["first"], strict=True)
        ]
        self._in_order = [self._places[name] for name in opened.released["id"]]
        first, last = (number(date.fromisoformat(day)) for day in self._first["extent"])
        self._controls.offer(choices(self._first, say), len(self._places), (first, last))
        self._settle()
        if self.selected not in self._places:
            self.selected = None
        self.view.words = self._first["words"] | {name: say.catalogue["explorer"][name] for name in _HEARD}
        self.view.show(self._first, self._late)
        self._tell()

    def _show(self) -> None:
        """Make drawing, table, controls and sentence say what the filter says; the drawing first, for who waits."""
        self.view.filter = self.filter.as_dict()
        kept = self._sieve.kept(self.filter)
        self.set_trait("events", self._opened.released[kept])
        self._declare()
        self._controls.follow(self.filter)
        self._soon(self._count)
        self._tooled.allow(bool(self._history.past), bool(self._history.future), self.filter != Filter())
        self._kept.stale()
        if self.selected is not None and not self.events["id"].eq(self.selected).any():
            self.selected = None

    def _count(self) -> None:
        """Write beside every choice how much it would show: many small messages to the browser."""
        kept = self._sieve.kept(replace(self.filter, window=None))
        days = [self._days[place] for place, keep in zip(self._in_order, kept.tolist(), strict=True) if keep]
        self._controls.count(self._sieve.counts(self.filter), days, self.filter.window)

    def _soon(self, work: Callable[[], object]) -> None:
        """Do something once the drawing has had its turn, and of several times only the last; at once in a script."""
        if self._waiting is not None:
            self._waiting.cancel()
        if loop := kernel_loop():
            self._waiting = loop.call_later(TURN, self._tried, work)
        else:
            work()

    def _declare(self) -> None:
        """Say over the drawing what is shown, and that something is wrong: what, is listed far below."""
        says = paragraph("tl-says", self.sentence(), role="status")
        wrong = "".join(paragraph("tl-wrong", one) for one in (*self._unmatched(), self._wrong))
        self._says.value = says + paragraph("tl-unsure", self._unsure()) + wrong

    def _unsure(self) -> str:
        """Say of how many events it is not known whether they lie in the time that is asked for."""
        counts = zip(("outside", "undated"), self._sieve.unsure(self.filter), strict=True)
        return " ".join(self._say(f"explorer.{name}", count) for name, count in counts if count)

    def _unmatched(self) -> Iterator[str]:
        """Say of a choice that no event of the table can match what it may have meant."""
        for name, labels in choices(self._first, self._say).items():
            for value in getattr(self.filter, name) or ():
                if value not in labels:
                    folded = {known.casefold(): known for known in labels}
                    near = difflib.get_close_matches(value.casefold(), folded, 1)
                    hint = self._say("explorer.did_you_mean", near=folded[near[0]]) if near else ""
                    label = self._say(f"page.{FACETS[name]}")
                    yield self._say("explorer.unmatched", label=label, value=value, hint=hint).strip()

    def sentence(self) -> str:
        """Say how many events are shown, and which."""
        total = len(self._places)
        count = self._say("page.showing", total, shown=self._say.number(len(self.events)))
        kept = self.filter.sentence(self._say.lang, among=[*self._first["kinds"]])
        return self._say("explorer.says", count=count, sentence=kept)

    def _withheld(self) -> str:
        """Say what an audience other than everybody means for a notebook, which keeps what it shows."""
        audience = self._opened.audience
        return "" if audience == VISIBILITIES[0] else self._say(f"explorer.audience_{audience}")

    def __repr__(self) -> str:
        return f"<Explorer: {self.sentence()}>"

    # Where it is shown ------------------------------------------------------------------------------------------------

    def _ipython_display_(self) -> None:
        """Show the widget, and what stands in for it wherever there are none: two outputs, of which one is seen.

        Two, since whoever converts a notebook takes the widget where an output has one, and draws nothing of it.
        """
        from IPython.display import display  # noqa: PLC0415 - where this is called, it is there

        bundle: dict[str, Any] = super()._repr_mimebundle_() or {}

        def living(still: Still) -> None:
            self.view.still = still.mark
            display(bundle | {"text/plain": repr(self)}, raw=True)

        self._kept.show(living)

    def still(self, mark: str = "") -> Still:
        """Return what a cell shows without widgets: the page in a frame, and the table where frames are taken away."""
        places = sorted(self._places[name] for name in self.events["id"])  # the payload is in order of time
        table = table_html(self._first, self._late, places, self._say)
        return still_html(self._page(), self.sentence(), self._withheld(), table, mark)

    def _page(self) -> str:
        released = self._opened.released
        look = (self.lanes, self.window, (self._say.lang,), self.theme, story_of(released))
        dress = Dress(None, *look, url=site_of(released))
        return page_text(released, self.filter, dress)

    # What people do ---------------------------------------------------------------------------------------------------

    def _tools(self) -> Tools:
        acts = {
            "save_page": self._save_page, "save_picture": self._save_picture,
            "copy_link": self._copy_link, "copy_code": self._copy_code,
            "undo": self.undo, "redo": self.redo, "reset": lambda: self._set(Filter()),
        }  # fmt: skip
        guarded = {name: self._guarded(act) for name, act in acts.items()}
        return Tools(self._say, guarded, lambda name, value: self._guarded(lambda: setattr(self, name, value))())

    def _settle(self) -> None:
        """Make lanes and day, as they can be chosen, those that are shown."""
        self._tooled.settle(self.lanes, self._opened.as_of)

    def _guarded(self, act: Callable[[], object]) -> Callable[..., None]:
        """Return what does something for a person, after which what was wrong before is not said any more."""

        def guarded(*_: object) -> None:
            if self._tried(act):
                self._tell()

        return guarded

    def _tried(self, act: Callable[[], object]) -> bool:
        """Do something, or say in words why it cannot be done; return whether it was."""
        try:
            act()
        except TimelineError as error:
            self._settle()
            self._tell(str(error))
            return False
        except Exception as error:
            self._tell(self._say("explorer.failed", what=f"{type(error).__name__}: {error}"))
            raise  # the log has where
        return True

    def _read(self) -> None:
        """Make the filter say what the controls say."""
        self._guarded(lambda: self._set(self._controls.read()))()

    def _set(self, wanted: Filter) -> None:
        if wanted == self.filter:
            self._show()  # the controls, or the sentence, may say something else
        else:
            self.filter = wanted

    def _save_page(self) -> None:
        self.view.save(self._opened.file_name(".html"), self._page().encode("utf-8", "replace"))

    def _save_picture(self) -> None:
        from timeline.publish.pictures import FIRST, picture_bytes  # noqa: PLC0415 - starts a browser

        look = self._look() | {"window": self.window or FIRST}
        picture = picture_bytes(self._opened.released, filter=self.filter, **look)
        self.view.save(self._opened.file_name(".png"), picture)

    def _copy_link(self) -> None:
        from timeline.publish.links import link_of  # noqa: PLC0415 - only when asked

        page = self._opened.file_name(".html")
        link = link_of(page, filter=self.filter, event=self.selected, window=self.window, theme=self.theme)
        self.view.copy(link, self._say("explorer.link_copied", page=page))

    def _copy_code(self) -> None:
        said = "code_copied" if is_named(self._opened.source) else "code_unnamed"
        self.view.copy(self.code, self._say(f"explorer.{said}"))

    # What goes wrong, and what changes --------------------------------------------------------------------------------

    def _hear(self, what: str) -> None:
        """Answer a browser that shows this: it has just come, or was told that the file has changed."""
        if what == "look" and self._opened.is_stale:
            self.reload()

    def _changed_on_disk(self) -> None:
        # Only where somebody sees it: a cell that was run again leaves an explorer behind that nobody looks at.
        self.view.send({"type": "changed"})

    def reload(self) -> None:
        """Open the file anew; filter, window and choice stay. What cannot be used leaves the last good view."""
        before, kinds = set(self._problems), [*self._first["kinds"]]
        try:
            opened = self._opened.again()
        except EventsError as error:
            self._refuse(self._say("explorer.unusable", file=error.name), error.problems, before)
        except TimelineError as error:
            self._refuse(self._say("explorer.unreadable", why=str(error)), self._problems, before)
        else:
            self._opened, self._problems, self._refused = opened, opened.problems, None
            self.set_trait("as_of", opened.as_of)
            self._lay()
            self._keep_new(kinds)
            self._show()
            self._kept.renew()  # a row that is not for the audience any more leaves the notebook now
            self._tell(before=before)
        self._watch.files(self._opened.files, self._opened.stamp)

    def _refuse(self, error: str, problems: Sequence[Problem], before: Collection[Problem]) -> None:
        """Leave the last good view, and say for as long as it is that it is the last; nothing that was taken back."""
        shown = len(self._opened.released)
        self._opened = self._opened.seen()
        taken_back = len(self._opened.released) < shown
        if taken_back:
            problems = () if problems is self._problems else problems
            self._problems = self._opened.problems
            error = f"{error} {self._say('explorer.taken_back')}"
        self._refused = error, problems, before
        if taken_back:
            self._lay()
            self._show()
            self._kept.renew()
        self._tell()

    def _keep_new(self, before: Sequence[str]) -> None:
        """Show kinds that the table did not have before, where all but a few are shown."""
        if self._say.left_out(self.filter.kinds, before):
            new = [kind for kind in self._first["kinds"] if kind not in before]
            with self._history.still():
                self.filter = replace(self.filter, kinds=(*(self.filter.kinds or ()), *new))

    def _failed(self, change: Change) -> None:
        self.set_trait("error", change["new"])

    def _tell(self, error: str = "", before: Collection[Problem] | None = None) -> None:
        """Say what is wrong now, below the drawing and in short over it.

        Of the table's problems, what was not there ``before`` is new. That the file cannot be used stays said.
        """
        listed: Sequence[Problem] = self._problems
        errors = [error] if error else []
        if self._refused is not None:
            refused, listed, before = self._refused
            errors.append(refused)
        before = set(listed) if before is None else before
        self._trouble.value = trouble_html(errors, listed, before, self._say)
        new = sum(problem not in before for problem in listed)
        told = [one.partition("\n")[0] for one in errors] + ([self._say("explorer.new_below", new)] if new else [])
        self._wrong, error = " ".join(told), "\n".join(errors)
        if self.events is not None:  # else it is shown next
            self._declare()
        self.set_trait("error", error)
