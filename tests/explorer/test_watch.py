"""The file changes on the disk: nothing is told before it rests, and what cannot be used leaves the last good view."""

from __future__ import annotations

import asyncio
import os
import threading

import pytest

from timeline import Filter, explore
from timeline.errors import EventsError, UnreadableError
from timeline.explorer import watch, widget
from timeline.explorer.drawing import View
from timeline.explorer.watch import Watch

GOOD = "id,date,kind,title,source_title\na,2020-01-01,news,Asked,S\nb,2021-01-01,complaint,Sued,S\n"


def in_thread(work) -> None:
    """Do something in a thread of its own, where no browser's loop runs."""
    wrong = []

    def run():
        try:
            work()
        except BaseException as error:  # noqa: BLE001 - raised again below
            wrong.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if wrong:
        raise wrong[0]


def later(path) -> None:
    """Give a file another time, as a later save does on a disk whose clock is coarse."""
    found = path.stat()
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns + 10_000_000))


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "case.csv"
    path.write_text(GOOD, "utf-8")
    return path


@pytest.fixture
def told():
    return []


@pytest.fixture
def sent(monkeypatch):
    found = []
    monkeypatch.setattr(View, "send", lambda _self, content, *_: found.append(content))
    return found


def test_a_change_is_told_once_and_only_when_it_rests(table, told):
    looking = Watch((table,), lambda: told.append(table.read_text("utf-8")))
    assert not looking.look()
    table.write_text("id,da", "utf-8")  # a spreadsheet has begun to write
    assert not looking.look()
    table.write_text(GOOD + "c,2022,news,More,S\n", "utf-8")  # and goes on
    assert not looking.look()
    assert looking.look()
    assert not looking.look()
    assert told == [GOOD + "c,2022,news,More,S\n"]


def test_a_file_that_is_gone_is_a_change_too(table, told):
    looking = Watch((table,), lambda: told.append("gone"))
    table.unlink()
    assert not looking.look()
    assert looking.look()
    assert not looking.look()


def test_it_looks_by_itself_where_a_loop_runs(table, told, monkeypatch):
    monkeypatch.setattr(watch, "EVERY", 0.01)
    monkeypatch.setattr(watch, "kernel_loop", asyncio.get_running_loop)

    async def story():
        looking = Watch((table,), lambda: told.append("changed"))
        looking.start()
        later(table)
        for _ in range(200):
            await asyncio.sleep(0.01)
            if told:
                break
        looking.stop()
        later(table)
        await asyncio.sleep(0.1)

    in_thread(lambda: asyncio.run(story()))
    assert told == ["changed"]


def test_the_counts_wait_for_the_drawing_where_a_loop_runs(table, monkeypatch):
    """And of several changes in a row only the last is counted."""
    monkeypatch.setattr(widget, "TURN", 0.02)

    async def story():
        monkeypatch.setattr(widget, "kernel_loop", asyncio.get_running_loop)
        explorer = explore(table)
        counted = []
        monkeypatch.setattr(explorer._controls, "count", lambda *_: counted.append(explorer.filter))
        explorer.filter = Filter(text="a")
        explorer.filter = Filter(text="ask")
        assert list(explorer.events["id"]) == ["a"]
        assert counted == []
        await asyncio.sleep(0.2)
        assert counted == [Filter(text="ask")]

    in_thread(lambda: asyncio.run(story()))


def test_a_script_without_a_loop_is_not_held_up(table, told):
    Watch((table,), told.append).start()


def test_only_where_somebody_sees_it_is_the_file_read_again(table, sent):
    """A cell that is run again leaves an explorer that nobody looks at."""
    explorer = explore(table)
    table.write_text(GOOD + "c,2022,news,More,S\n", "utf-8")
    explorer._watch.look()
    explorer._watch.look()
    assert [content["type"] for content in sent] == ["changed"]
    assert len(explorer.events) == 2
    explorer.view._handle_custom_msg({"type": "look"}, [])  # a browser that shows it answers
    assert len(explorer.events) == 3
    explorer.view._handle_custom_msg({"type": "look"}, [])
    assert not explorer._watch.look()


def test_filter_window_and_choice_are_kept(table):
    explorer = explore(
        table, filter=Filter(kinds=("complaint",)), window="2020-01-01/2021-06-01", selected="b", lanes="kind"
    )
    table.write_text(GOOD.replace("Sued", "They sue"), "utf-8")
    explorer.reload()
    assert list(explorer.events["title"]) == ["They sue"]
    assert (str(explorer.filter), explorer.window, explorer.selected, explorer.lanes) == (
        "complaints",
        "2020-01-01/2021-06-01",
        "b",
        "kind",
    )
    table.write_text("\n".join(GOOD.splitlines()[:2]) + "\n", "utf-8")
    explorer.reload()
    assert explorer.selected is None  # the event is gone
    assert str(explorer.filter) == "complaints"


@pytest.mark.parametrize(
    ("kinds", "shown"),
    [
        # news alone was unticked: the sentence says "except news", which must stay true
        (("complaint", "order"), ["b", "c", "d"]),
        # one kind was chosen: another is not asked for
        (("news",), ["a"]),
    ],
)
def test_a_kind_that_is_new_in_the_file_is_shown_unless_few_were_chosen(table, kinds, shown):
    table.write_text(GOOD + "c,2022,order,Ordered,S\n", "utf-8")
    explorer = explore(table, filter=Filter(kinds=kinds))
    table.write_text(GOOD + "c,2022,order,Ordered,S\nd,2023,settlement,Settled,S\n", "utf-8")
    explorer.reload()
    assert [*explorer.events["id"]] == shown
    assert not explorer._history.past  # nobody chose that: there is nothing to undo


def test_new_problems_are_shown_by_row_and_the_old_ones_below(table):
    table.write_text(GOOD + "c,2022,newz,More,S\n", "utf-8")
    explorer = explore(table)
    listed = explorer._trouble.value
    assert "1 problem in the table" in listed
    assert "open" not in listed.split(">")[0]
    assert "data-new" not in listed
    table.write_text(GOOD + "c,2022,newz,More,S\nd,2022,news,Last,\n", "utf-8")
    explorer.reload()
    listed = explorer._trouble.value
    assert listed.index("New: row 5, column source_title") < listed.index("row 4, column kind")
    assert listed.count("data-new") == 1
    assert '<details class="tl-problems" open>' in listed
    assert "1 new problem in the table; it is listed below." in explorer._says.value


@pytest.mark.parametrize(
    ("content", "error", "problem"),
    [
        (
            GOOD + "c,2022-02-30,news,More,S\n",
            "cannot be used as it is now; you see it as it was",
            "New: row 4, column date",
        ),
        (GOOD.replace("date", "when"), "cannot be used", "there is no column date"),
        ("", "cannot be shown as it is now; you see it as it was", ""),
        (b"\x89PNG\r\n\x1a\n\0\0", "cannot be shown as it is now", ""),
    ],
    ids=["a day that is none", "a column lost", "empty", "a picture"],
)
def test_what_cannot_be_used_leaves_the_last_good_view(table, content, error, problem):
    explorer = explore(table, filter=Filter(text="sued"))
    payload = explorer.view.payload
    if isinstance(content, bytes):
        table.write_bytes(content)
    else:
        table.write_text(content, "utf-8")
    explorer.reload()
    assert error in explorer.error
    assert 'role="alert"' in explorer._trouble.value
    assert problem in explorer._trouble.value
    assert list(explorer.events["title"]) == ["Sued"]
    assert explorer.view.payload == payload
    assert not explorer._opened.is_stale  # it is not read again before it changes again
    table.write_text(GOOD, "utf-8")
    later(table)
    explorer.reload()
    assert explorer.error == ""
    assert "role" not in explorer._trouble.value


def test_that_the_file_cannot_be_used_is_said_until_it_can(table):
    explorer = explore(table)
    table.write_text(GOOD + "c,2022-02-30,news,More,S\n", "utf-8")
    explorer.reload()
    explorer._guarded(lambda: setattr(explorer, "filter", Filter(kinds=("news",))))()
    for said in (explorer.error, explorer._says.value, explorer._trouble.value):
        assert "cannot be used as it is now; you see it as it was" in said
    assert "New: row 4, column date" in explorer._trouble.value
    explorer._guarded(lambda: setattr(explorer, "lanes", "nothing"))()  # what else is wrong stands beside it
    assert explorer._trouble.value.count('role="alert"') == 2
    table.write_text(GOOD, "utf-8")
    explorer.reload()
    assert explorer.error == ""
    assert "tl-wrong" not in explorer._says.value


@pytest.mark.parametrize(
    "content",
    [
        # a day that is none, beside a row that is taken back
        "id,date,kind,title,visibility\na,2020-01-01,news,Asked,privileged\nb,2021-02-30,complaint,Sued,\n",
        # the row that is taken back has the day that is none, and an id that was made of its day
        "date,kind,title,visibility\n2020-02-30,news,Asked,privileged\n2021-01-01,complaint,Sued,\n",
        # without the row that is taken back another would say something else
        "id,date,kind,title,visibility,claim_of\na,2020-01-01,news,Asked,internal,\nb,2021-01-01,complaint,Sued,,a\n",
        # the row that is taken back has another title and another day, by which nobody knows it again
        "date,kind,title,visibility\n2020-01-02,news,We asked,internal\n2021-02-30,complaint,Sued,\n",
        # no column of titles is there any more
        "date,kind,titel,visibility\n2020-01-01,news,Asked,internal\n2021-01-01,complaint,Sued,\n",
    ],
    ids=[
        "with an error elsewhere",
        "with an error of its own",
        "and the release is refused",
        "written anew",
        "without a title",
    ],
)
def test_of_a_file_that_takes_rows_back_but_cannot_be_used_nothing_stays(table, content):
    if not content.startswith("id"):
        table.write_text("date,kind,title\n2020-01-01,news,Asked\n2021-01-01,complaint,Sued\n", "utf-8")
    explorer = explore(table)
    table.write_text(content, "utf-8")
    explorer.reload()
    assert len(explorer.events) == 0
    assert "nothing is shown until the table can be used" in explorer.error
    for kept in (explorer.still().html, explorer._page(), explorer._trouble.value, explorer.code):
        assert "Asked" not in kept
    table.write_text(GOOD, "utf-8")
    explorer.reload()
    assert len(explorer.events) == 2
    assert explorer.error == ""


def test_another_day_reads_the_file_anew_and_what_was_refused_is_not_said_any_more(table):
    explorer = explore(table)
    table.write_text(GOOD + "c,2022-02-30,news,More,S\n", "utf-8")
    explorer.reload()
    assert explorer.error
    table.write_text(GOOD + "c,2022-02-03,nwes,More,S\n", "utf-8")
    explorer.as_of = "2022-03-01"
    assert len(explorer.events) == 3
    assert explorer.error == ""
    assert "tl-wrong" not in explorer._says.value
    assert "row 4, column kind" in explorer._trouble.value


def test_another_span_of_time_has_another_slider_and_sets_no_filter(table):
    """A browser answers to a slider whose ends were moved with what it made of the days between."""
    explorer = explore(table)
    before = explorer._controls.time.slider
    table.write_text(GOOD + "c,2031-01-01,news,More,S\n", "utf-8")
    explorer.reload()
    after = explorer._controls.time.slider
    assert after is not before
    assert after in explorer._controls.time.column.children
    before.value = (before.min, before.min)  # too late
    assert explorer.filter == Filter()


def test_what_is_said_beside_the_table_is_looked_at_too(table):
    explorer = explore(table)
    table.with_suffix(".toml").write_text(
        'title = "The case"\nas_of = "2021-03-01"\nclosings = "closed.csv"\n', "utf-8"
    )
    (table.parent / "closed.csv").write_text(
        "date,name,jurisdiction,agency,source\n2020-01-06,Snow,us-federal,,Order\n", "utf-8"
    )
    assert explorer._opened.is_stale
    explorer.reload()
    assert explorer.as_of == "2021-03-01"
    assert not explorer._opened.is_stale
    (table.parent / "closed.csv").write_text("date,name,jurisdiction,agency,source\n", "utf-8")
    assert explorer._opened.is_stale


def test_a_day_that_was_chosen_stays_and_the_tables_own_moves_with_it(table):
    own, chosen = explore(table), explore(table, as_of="2020-06-01")
    table.write_text(GOOD + "c,2022-05-05,news,More,S\n", "utf-8")
    for explorer in (own, chosen):
        explorer.reload()
    assert (own.as_of, chosen.as_of) == ("2022-05-05", "2020-06-01")


def test_what_is_wrong_at_the_start_is_raised_and_says_what_to_do(table, tmp_path):
    table.write_text(GOOD + "c,2022-02-30,news,More,S\n", "utf-8")
    with pytest.raises(EventsError, match="row 4, column date") as caught:
        explore(table)
    assert caught.value._render_traceback_() == [str(caught.value)]  # what IPython shows: no traceback
    with pytest.raises(UnreadableError, match="no such file"):
        explore(tmp_path / "none.csv")
