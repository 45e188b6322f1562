"""Copy as code: pasted, it gives what is on the screen."""

from __future__ import annotations

import random
from typing import Any

import pandas as pd
import pytest

from tests.explorer.steps import explorer_of
from timeline import Filter, explore
from timeline.explorer import Explorer
from timeline.explorer.code import code_of
from timeline.view.scene import LANES

FILTERS = 200


def run(code: str, **names: Any) -> Explorer:  # noqa: ANN401 - what the notebook has
    """Run the code of a cell and return the explorer that it leaves."""
    *lines, last = code.splitlines()
    scope = dict(names)
    exec("\n".join(lines), scope)  # noqa: S102 - our own code
    found = eval(last, scope)  # noqa: S307 - its last line
    assert isinstance(found, Explorer)
    return found


def random_filters(explorer: Explorer, seed: int) -> list[Filter]:
    """Filters of all conditions, as a person would make them with the controls and otherwise."""
    chance = random.Random(seed)  # noqa: S311 - the same filters every time
    table = explorer.events
    values = {
        "kinds": sorted(set(table["kind"])), "matters": sorted(set(table["matter"])), "agencies": ["ICE", "DHS", "CBP", "DOJ", "nobody's"],
        "certainty": sorted(set(table["certainty"])), "status": ["overdue", "no_answer_recorded", "undetermined"],
    }  # fmt: skip
    texts = ("", "ice", "Clearview AI", "“quoted”", "it's", 'say "no"', "back\\slash", "ñandú", "a\nb", "\t", "{}")
    found = []
    for _ in range(FILTERS):
        given: dict[str, Any] = {
            name: chance.sample(of, chance.randint(0, len(of))) for name, of in values.items() if chance.random() < 0.35
        }
        if chance.random() < 0.5:
            first, last = sorted(
                f"{chance.randint(2018, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}" for _ in "ab"
            )
            given["window"] = chance.choice((f"{first}/{last}", f"{first}/..", f"../{last}", first[:4], first[:7]))
        given["text"] = chance.choice(texts) if chance.random() < 0.4 else ""
        given["overdue"] = chance.random() < 0.1
        found.append(Filter(**given))
    return found


def test_two_hundred_filters_pasted_into_a_new_cell_give_the_identical_figure(case, monkeypatch):
    """With lanes, day, time, language and looks chosen too; compared as the JSON that Plotly gets, and what the drawing gets."""
    monkeypatch.chdir(case.parent)
    explorer = explore("events.csv")
    chance = random.Random(7)  # noqa: S311
    days = ("2021-04-13", "2020-12-01", "2022-01-01")
    pasted: dict[tuple[str, ...], Explorer] = {}
    for n, wanted in enumerate(random_filters(explorer, 11)):
        explorer.filter = wanted
        if n % 10 == 0:  # what costs a new layout is changed less often
            explorer.lanes, explorer.as_of = chance.choice(LANES), chance.choice(days)
            explorer.window = chance.choice((None, "2020-01-01/2020-12-31"))
            explorer.theme = chance.choice(("auto", "dark", "large"))
        code = explorer.code
        other = run(code)
        assert other.filter == explorer.filter, code
        assert list(other.events["id"]) == list(explorer.events["id"]), code
        assert (other.view.filter, other.view.payload, other.window, other.theme) == (
            explorer.view.filter, explorer.view.payload, explorer.window, explorer.theme,
        ), code  # fmt: skip
        assert other.figure().to_json() == explorer.figure().to_json(), code
        pasted[tuple(code)] = other
        other.close()
    assert len(pasted) > FILTERS * 0.9  # they are different ones


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, 'from timeline import explore\n\nexplorer = explore("a.csv")\nexplorer'),
        ({"filter": Filter(text='say "no"')}, "filter=Filter(text='say \"no\"'),"),
        ({"filter": Filter(kinds=())}, "filter=Filter(kinds=[]),"),
        ({"filter": Filter(overdue=True)}, "filter=Filter(overdue=True),"),
        ({"window": "2020-01-01/2020-02-01", "lang": "es"}, '    window="2020-01-01/2020-02-01",\n    lang="es",\n'),
    ],
)
def test_the_code_says_only_what_was_chosen(values, code):
    assert code in code_of("a.csv", values)


def test_a_table_that_is_no_file_is_called_what_it_is_called_in_the_notebook(monkeypatch):
    from IPython.core.interactiveshell import InteractiveShell

    monkeypatch.delenv("VIRTUAL_ENV", raising=False)  # of whoever runs the tests, which IPython would warn of
    shell = InteractiveShell.instance()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    table = pd.DataFrame({"date": ["2020"], "title": ["x"]})
    shell.user_ns["my_case"] = table
    assert explore(table).code.splitlines()[2] == "explorer = explore("
    assert "    my_case,\n" in explore(table).code
    shell.user_ns.pop("my_case")
    assert "    events,\n" in explore(table).code
    InteractiveShell.clear_instance()


def test_code_opens_what_was_opened(monkeypatch, tmp_path):
    """For another audience, in another order of dates."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("date,title,visibility\n03/04/2021,Sued,\n05/06/2021,Memo,internal\n", "utf-8")
    explorer = explore("a.csv", audience="internal", date_order="dmy")
    again = run(explorer.code)
    assert list(again.events["date"]) == list(explorer.events["date"]) == ["2021-04-03", "2021-06-05"]


def test_the_chosen_event_is_in_the_code():
    explorer = explorer_of(selected="sue")
    assert '    selected="sue",\n' in explorer.code
