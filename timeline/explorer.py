"""The notebook: the one view beside ordinary controls, and a filter that can be printed, kept and published.

``explore`` gives an ``Explorer``. Its state is three values that a program can read and observe: ``filter`` (a
``Filter``), ``events`` (the rows shown) and ``selected`` (the id of the chosen event). Controls and drawing follow.
"""

from __future__ import annotations

import difflib
import gzip
from collections import Counter
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any, Final

import anywidget
import ipywidgets as widgets
import traitlets as t

from timeline.errors import TimelineError
from timeline.events.dates import parse_edtf
from timeline.view import assets
from timeline.view.filters import Filter, filter_events
from timeline.view.names import name_of
from timeline.view.payload import payload
from timeline.view.release import release
from timeline.view.theme import css_variables
from timeline.view.theme import theme as looks
from timeline.view.words import Words, words

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from datetime import date

    import pandas as pd

    Change = dict[str, Any]

MOST_BOXES: Final = 40
"""Beyond this many values a list is easier to use than boxes to tick."""

MOST_ROWS: Final = 200
"""How many events the table lists; the drawing has all of them."""

FACETS: Final = {"matters": "matter", "agencies": "agency", "certainty": "certainty"}
"""The filter's fields in which nothing ticked means all, with their words."""


def explore(
    events: str | os.PathLike[str] | pd.DataFrame = "events.csv",
    *,
    as_of: str | date | None = None,
    audience: str = "public",
    filter: Filter | None = None,  # noqa: A002 - the field's own word
    lang: str = "en",
    theme: str = "auto",
) -> Explorer:
    """Open a table of events, or the file it is in, as a timeline with filters in a notebook.

    Only what the ``audience`` may see reaches the notebook, which keeps what it shows when it is saved. The filter
    made with the controls is ``explorer.filter``; give it to ``write_page`` to publish that view. ``theme`` is how it
    looks: ``auto`` follows the notebook's own, ``large`` is for a projector.

    Informational, not legal advice.

    >>> explorer = explore("events.csv", filter=Filter(kinds=("complaint",), agencies=("ICE",)))
    >>> print(explorer.filter)
    complaints at ICE
    >>> set(explorer.events["kind"])
    {'complaint'}
    """
    return Explorer(release(events, audience=audience, as_of=as_of), filter=filter, lang=lang, theme=theme)


def _styles() -> str:
    # A shape is a path in a box of 16 by 16; the widget's boxes to tick have none of ours inside, only a class.
    glyphs = [
        f".tl-kind-{kind}>label>span:last-child::before"
        f'{{background:var(--tl-{looks().color_name(kind)});clip-path:path("{looks().path(kind)}")}}'
        for kind in looks().kinds
    ]
    ours = map(assets.text, (*assets.STYLES, "widget.css"))
    return "\n".join([css_variables(".tl-explorer, .tl-widget:not(.tl-explorer *)"), *ours, *glyphs])


@cache
def _packed_plotly() -> bytes:
    return _pack(assets.plotly_js())


def _pack(text: str) -> bytes:
    return gzip.compress(text.encode(), 3, mtime=0)


class View(anywidget.AnyWidget):
    """The drawing alone.

    Its state is saved in the notebook, so it is small: ``payload`` (what drawing needs) and ``late`` (the long texts)
    are gzipped JSON, and Plotly's script is no part of it but sent once to a browser that asks.
    """

    _esm = assets.lean_js(assets.module("widget.js"))
    _css = assets.lean_css(_styles())
    words = t.Dict().tag(sync=True)
    payload = t.Bytes().tag(sync=True)
    late = t.Bytes().tag(sync=True)
    theme = t.Unicode("auto").tag(sync=True)
    filter = t.Dict().tag(sync=True)
    selected = t.Unicode(None, allow_none=True).tag(sync=True)
    error = t.Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:  # noqa: ANN401 - the traits above
        super().__init__(**traits)
        self.on_msg(self._answer)

    def _answer(self, _widget: object, content: object, _buffers: object) -> None:
        if content == {"type": "plotly"}:
            self.send({"type": "plotly"}, [_packed_plotly()])


class FilterTrait(t.TraitType[Filter, Any]):
    """Takes a Filter, its plain values, or None for all."""

    default_value = Filter()

    def validate(self, _obj: object, value: object) -> Filter:
        """Return the filter that a value stands for."""
        if isinstance(value, Filter):
            return value
        if value is None or isinstance(value, Mapping):
            return Filter.from_dict(dict(value or {}))
        msg = f"a filter cannot be set to {value!r}: expected a Filter, such as Filter(kinds=['complaint'])"
        raise TimelineError(msg)


class Explorer(widgets.VBox):
    """A released table of events with its controls, its drawing and its list.

    ``filter`` may be set to a ``Filter`` or its plain values, ``selected`` to the id of an event or None, ``theme`` to
    the name of a theme.
    """

    filter = FilterTrait(help="what is shown")
    events = t.Any(read_only=True, help="the events shown, as a DataFrame")
    selected = t.Unicode(None, allow_none=True, help="the id of the chosen event")
    theme = t.Unicode("auto", help="how it looks")

    def __init__(
        self,
        released: pd.DataFrame,
        *,
        filter: Filter | None = None,  # noqa: A002 - the field's own word
        lang: str = "en",
        theme: str = "auto",
    ) -> None:
        self._released = released
        self._words = say = words(lang)
        self._first, self._late = payload(released, lang=lang)
        self._first["words"] |= say.catalogue["explorer"]
        self._places = {name: place for place, name in enumerate(self._first["events"]["id"])}
        self._following = False
        self.view = View(
            words=self._first["words"],
            payload=_pack(assets.plain_json(self._first)),
            late=_pack(assets.late_lines(self._late)),
            layout={"width": "100%"},
        )
        self._says, self._table = widgets.HTML(), widgets.HTML()
        self._controls()
        super().__init__([*self._rows(), self._says, self.view, self._table])
        self.add_class("tl-explorer")
        t.link((self, "selected"), (self.view, "selected"))
        t.link((self, "theme"), (self.view, "theme"))
        self.theme = theme
        self.observe(self._show, "filter")
        self.view.observe(self._take, "filter")
        self.filter = filter
        self._show()

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

    def _take(self, change: Change) -> None:
        self.filter = change["new"]

    def _show(self, _change: Change | None = None) -> None:
        """Make controls, drawing, sentence and table say what the filter says."""
        shown = filter_events(self._released, self.filter)
        self.set_trait("events", shown)
        self._follow()
        self.view.filter = self.filter.as_dict()
        self._says.value = f'<p class="tl-says" role="status">{escape(self.sentence())}</p>'
        self._table.value = self._html(buttons=True)
        if self.selected is not None and not shown["id"].eq(self.selected).any():
            self.selected = None

    def sentence(self) -> str:
        """Say how many events are shown, and which."""
        total = len(self._places)
        count = self._words("page.showing", total, shown=self._words.number(len(self.events)))
        kept = self.filter.sentence(self._words.lang, among=[*self._first["kinds"]])
        return self._words("explorer.says", count=count, sentence=kept)

    def __repr__(self) -> str:
        return f"<Explorer: {self.sentence()}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - what IPython passes
        """Show the widget where there are widgets; elsewhere (untrusted, on a website) the table as plain HTML."""
        bundle: dict[str, Any] = super()._repr_mimebundle_(**kwargs) or {}
        return bundle | {"text/html": f"<p>{escape(self.sentence())}</p>{self._html(buttons=False)}"}

    # The controls -----------------------------------------------------------------------------------------------------

    def _controls(self) -> None:
        say, first = self._words, self._first
        found = first["events"]
        labels: dict[str, list[tuple[str, str]]] = {
            "kinds": [(kind, one["label"]) for kind, one in first["kinds"].items()],
            "matters": [(name, name) for name in first["matters"]],
            "agencies": [(name, name) for name in first["agencies"]],
            "certainty": [(one["value"], one["label"]) for one in first["certainties"]],
        }
        sets = first["agency_sets"]
        cells = {
            "kinds": Counter(found["kind"]),
            "matters": Counter(found["matter"]),
            "agencies": Counter(agency for code in found["agencies"] for agency in sets[code]),
            "certainty": Counter(found["certainty"]),
        }
        named = {name: {v: (label, cells[name][n]) for n, (v, label) in enumerate(of)} for name, of in labels.items()}
        self._choices = {name: Choices(name, choices, say, self._read) for name, choices in named.items()}
        hint = say("page.search", len(self._places))
        self._text = widgets.Text(description=say("explorer.search"), placeholder=hint, layout={"flex": "1 1 260px"})
        self._text.add_class("tl-search")
        day = {"layout": {"width": "184px"}, "style": {"description_width": "36px"}}
        self._from = widgets.DatePicker(description=say("explorer.from"), **day)
        self._to = widgets.DatePicker(description=say("explorer.to"), **day)
        self._overdue = widgets.Checkbox(description=say("page.overdue_only"), indent=False, layout={"width": "auto"})
        self._reset = _button(say("page.reset"), lambda: self._set(Filter()))
        self._more = widgets.ToggleButton(description=say("explorer.more_filters"), layout={"width": "auto"})
        for control in (self._text, self._from, self._to, self._overdue):
            control.observe(self._read, "value")

    def _rows(self) -> list[widgets.Widget]:
        columns = [self._choices[name].column for name in FACETS if self._choices[name].labels]
        time = _heading(self._words("explorer.tick_time", label=self._words("page.time")))
        columns.append(widgets.VBox([time, self._from, self._to]))
        facets = widgets.HBox(columns, layout={"display": "none", "flex_flow": "row wrap"})
        facets.add_class("tl-facets")

        def fold(change: Change) -> None:
            facets.layout.display = None if change["new"] else "none"

        self._more.observe(fold, "value")
        kinds = self._choices["kinds"]
        top = _wrap([self._text, self._overdue, self._more, self._reset])
        return [top, kinds.row, facets]

    def _read(self, _change: Change | None = None) -> None:
        """Make the filter say what the controls say."""
        if self._following:
            return
        chosen = {name: choices.get() for name, choices in self._choices.items()}
        try:
            self._set(Filter(**chosen, text=self._text.value, overdue=self._overdue.value, window=self._window()))
        except TimelineError as error:  # a window that ends before it begins; raised here, it would be seen by nobody
            self._says.value = f'<p class="tl-says tl-problem" role="alert">{escape(str(error))}</p>'

    def _set(self, wanted: Filter) -> None:
        if wanted == self.filter:
            self._show()  # the controls, or the sentence, may say something else
        else:
            self.filter = wanted

    def _window(self) -> str | None:
        picked = (self._from.value, self._to.value)
        if picked == _bounds(self.filter.window):
            return str(self.filter.window) if self.filter.window else None
        start, end = (day.isoformat() if day else ".." for day in picked)
        return f"{start}/{end}" if any(picked) else None

    def _follow(self) -> None:
        """Make the controls say what the filter says, without asking them back."""
        self._following = True
        try:
            for name, choices in self._choices.items():
                choices.set(getattr(self.filter, name))
            self._text.value, self._overdue.value = self.filter.text, self.filter.overdue
            self._from.value, self._to.value = _bounds(self.filter.window)
        finally:
            self._following = False

    # The table --------------------------------------------------------------------------------------------------------

    def _html(self, *, buttons: bool) -> str:
        """Return the events shown as an HTML table, in order of time, every cell escaped."""
        say = self._words
        places = sorted(self._places[name] for name in self.events["id"])  # the payload is in order of time
        names = ("date", "kind", "event", "agency", "source")
        heads = "".join(f'<th scope="col">{escape(say(f"page.{name}"))}</th>' for name in names)
        body = "".join(self._row(place, buttons=buttons) for place in places[:MOST_ROWS])
        lines = [say("page.none_match")] if not places else []
        if len(places) > MOST_ROWS:
            lines.append(say("explorer.more_rows", len(places) - MOST_ROWS))
        said = [say("page.as_of", day=self._first["as_of_text"])] if self._first["as_of_text"] else []
        lines.append(" · ".join([*said, say("page.legal_advice")]))
        # JupyterLab would typeset what stands between two dollar signs as mathematics, but for these two classes.
        table = f'<table class="tl-events tex2jax_ignore mathjax_ignore"><thead><tr>{heads}</tr></thead>'
        notes = "".join(f'<p class="tl-events-note">{escape(line)}</p>' for line in lines)
        return f'<div class="tl-scroll">{table}<tbody>{body}</tbody></table></div>{notes}'

    def _row(self, place: int, *, buttons: bool) -> str:
        first, card = self._first, self._late["card"][place]
        found = first["events"]
        title, name = escape(found["title"][place]), escape(found["id"][place])
        kind = list(first["kinds"].values())[found["kind"][place]]
        label = escape(name_of(first, place))
        # Where the notebook's own keys would get in the way: Enter on a button is the button's.
        button = (
            f'<button type="button" data-choose="{name}" aria-label="{label}" data-lm-suppress-shortcuts="true">'
            f"{title}</button>"
        )
        cells = (
            escape(found["when"][place]),
            escape(kind["label"]),
            button if buttons else title,
            escape(", ".join(first["agencies"][code] for code in first["agency_sets"][found["agencies"][place]])),
            "; ".join(_source(source) for source in card["sources"]),
        )
        row = "".join(f"<td>{cell}</td>" for cell in cells)
        return f'<tr data-event-id="{name}" data-tone="{escape(card["tone"])}">{row}</tr>'


class Choices:
    """The values of one of the filter's fields, with a box to tick each, or a list where there are too many.

    Kinds are all ticked, and unticking one hides it. In matters, agencies and certainty nothing is ticked, which means
    all; ticking one narrows.
    """

    def __init__(
        self, name: str, choices: Mapping[str, tuple[str, int]], say: Words, changed: Callable[..., None]
    ) -> None:
        """Take each value's label and how many events it has."""
        labels = self.labels = list(choices)
        few = len(labels) <= MOST_BOXES
        self.all_ticked = few and name == "kinds"
        self._changed, self._quiet = changed, False
        named = {
            value: say("explorer.choices", count, label=label or say("explorer.unnamed"))
            for value, (label, count) in choices.items()
        }
        auto = widgets.Layout(width="auto")
        self._boxes: dict[str, Any] = {
            value: widgets.Checkbox(self.all_ticked, description=label, indent=False, layout=auto)
            for value, label in (named.items() if few else ())
        }
        self._list = None if few else widgets.SelectMultiple(options=[(named[v], v) for v in labels], rows=8)
        controls: list[Any] = list(self._boxes.values()) if few else [self._list]
        for control in controls:
            control.observe(self._tell, "value")
        for kind, box in self._boxes.items() if name == "kinds" else ():
            box.add_class("tl-kind")
            box.add_class(f"tl-kind-{kind if kind in looks().kinds else 'other'}")
        heading = say("explorer.tick" if few else "explorer.several", label=say(f"page.{FACETS.get(name, 'kind')}"))
        scrolled = widgets.VBox(controls, layout={"max_height": "156px", "overflow": "hidden auto"})
        self.column = widgets.VBox([_heading(heading), scrolled])
        every = _button(say("explorer.all"), lambda: self._tick(labels))
        none = _button(say("explorer.no_choice"), lambda: self._tick(()))
        self.row = _wrap([*controls, every, none]) if self.all_ticked else self.column

    def get(self) -> tuple[str, ...] | None:
        """Return what is chosen as the filter has it: None for all."""
        chosen = tuple(value for value, box in self._boxes.items() if box.value)
        if self._list is not None:
            chosen = tuple(self._list.value)
        everything = len(chosen) == len(self.labels) if self.all_ticked else not chosen
        return None if everything else chosen

    def set(self, chosen: Iterable[str] | None) -> None:
        """Tick what the filter keeps."""
        wanted = set(self.labels if self.all_ticked else ()) if chosen is None else set(chosen)
        for value, box in self._boxes.items():
            box.value = value in wanted
        if self._list is not None:
            self._list.value = tuple(value for value in self.labels if value in wanted)

    def _tick(self, chosen: Iterable[str]) -> None:
        self._quiet = True  # one change of the filter, not one for every box
        try:
            self.set(chosen)
        finally:
            self._quiet = False
        self._changed(None)

    def _tell(self, change: Change) -> None:
        if not self._quiet:
            self._changed(change)


def _button(label: str, act: Callable[[], object]) -> Any:  # noqa: ANN401 - ipywidgets has no types
    button = widgets.Button(description=label, layout={"width": "auto"})
    button.on_click(lambda _button: act())
    return button


def _heading(text: str) -> Any:  # noqa: ANN401 - ipywidgets has no types
    return widgets.HTML(f'<p class="tl-heading">{escape(text)}</p>')


def _wrap(children: list[Any]) -> Any:  # noqa: ANN401 - ipywidgets has no types
    row = widgets.HBox(children, layout={"flex_flow": "row wrap", "align_items": "center"})
    row.add_class("tl-row")
    return row


def _bounds(window: str | None) -> tuple[date | None, date | None]:
    if window is None:
        return None, None
    when = parse_edtf(window)
    return when.earliest, when.end_latest if when.is_span else when.latest


def _source(source: Mapping[str, str | None]) -> str:
    text = escape(source["text"] or "")
    if source["url"]:
        href = escape(source["url"])
        text = f'<a href="{href}" target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">{text}</a>'
    return ", ".join(filter(None, [text, escape(source["at"] or "")]))
