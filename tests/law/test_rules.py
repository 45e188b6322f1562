"""Rules are data: what is in them, and every way of mistyping one that is refused."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from timeline.errors import RuleError
from timeline.law.deadline import compute_deadline
from timeline.law.rules import RULES, Rule, get_rule, load_rules, parse_rules

ROOT = Path(__file__).parents[2]
FOIA = "\n[[rule]]".join((RULES / "us-foia.toml").read_text(encoding="utf-8").split("\n[[rule]]", 2)[:2])
VERSION = FOIA[FOIA.index("[[rule.versions]]") : FOIA.index("[[rule.examples]]")]
EXAMPLES = FOIA[FOIA.index("[[rule.examples]]") :]


def _two(first: str, second: str) -> str:
    """Return the file with two versions, in force as these lines say."""
    line = "in_force_from = 1997-10-02"
    return FOIA.replace(VERSION, VERSION.replace(line, first) + VERSION.replace(line, second))


def test_determination_is_what_the_statute_says() -> None:
    rule = load_rules()["us-foia.determination"]
    version = rule.version_on(date(2020, 10, 20))
    assert (version.period, version.unit, version.roll, version.calendar) == (20, "working_days", "none", "us-6103")
    assert version.citation == "5 U.S.C. § 552(a)(6)(A)(i)"
    assert rule.trigger_kinds == ("receipt", "foia_request")
    assert rule.satisfied_by == ("determination",)  # a production is none
    assert rule.pauses == ("clarification", "fee_notice")
    assert rule.resumes == ("clarification_reply", "fee_reply")
    assert rule.extended_by == ("extension",)
    assert version.extension is not None
    assert version.extension.period == 10
    assert "no authority was found" in rule.notice


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_every_example_comes_out(rule: Rule) -> None:
    for one in rule.examples:
        assert compute_deadline(rule.id, one.trigger, period=one.period).due.edtf == one.due, one
    assert bool(rule.examples) == any(v.unit != "none" for v in rule.versions)


def test_the_first_and_the_last_day_in_force() -> None:
    [old, new] = parse_rules(
        _two("in_force_from = 1997-10-02\nin_force_to = 2007-12-30", "in_force_from = 2007-12-31"), "us-foia.toml"
    )[0].versions
    rule = parse_rules(FOIA, "us-foia.toml")[0]
    assert rule.version_on(date(1997, 10, 2)) == rule.versions[0]
    assert (old.in_force_to, new.in_force_from, new.in_force_to) == (date(2007, 12, 30), date(2007, 12, 31), None)


def test_before_the_first_verified_text_nothing_is_counted() -> None:
    with pytest.raises(
        RuleError, match=r"no version in force on 1997-10-01; it has 1997-10-02 to now\. .*add the text"
    ):
        compute_deadline("us-foia.determination", "1997-10-01")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("us-foia.determinaton", "did you mean us-foia.determination?"),
        ("zzz", "'zzz'; `timeline rules` lists them all"),
    ],
)
def test_an_unknown_rule_is_refused_with_a_hint(name: str, hint: str) -> None:
    with pytest.raises(RuleError) as refused:
        get_rule(name)
    assert hint in str(refused.value)


def test_one_rule_is_looked_up_in_one_file() -> None:
    script = (
        "import pathlib, sys; read = []; old = pathlib.Path.read_text\n"
        "pathlib.Path.read_text = lambda self, **given: (read.append(self.name), old(self, **given))[1]\n"
        "from timeline.law.deadline import compute_deadline\n"
        "compute_deadline('us-foia.determination', '2024-12-18').count_text()\n"
        "print(sorted(read), sorted({'numpy', 'pandas', 'csv'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "['closures.toml', 'en.toml', 'us-6103.csv', 'us-6103.toml', 'us-foia.toml'] ['csv']"


@pytest.mark.parametrize("name", ["../us-foia.x", "us-foia", "US-FOIA.determination", "us-zz.response", ""])
def test_a_name_that_is_no_rule_reads_no_other_file(name: str) -> None:
    with pytest.raises(RuleError, match="no rule is called"):
        get_rule(name)


def test_rules_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load_rules()["us-foia.determination"] = None  # type: ignore[index]  # that it is refused is the test


BROKEN = {
    "an unknown key": (FOIA.replace("title =", "titel ="), "unknown key 'titel'"),
    "a missing key": (FOIA.replace('jurisdiction = "us-federal"\n', ""), "key 'jurisdiction' is missing"),
    "an empty text": (FOIA.replace('trigger_day = "day of receipt"', 'trigger_day = " "'), "key 'trigger_day'"),
    "an unknown certainty": (FOIA.replace('"verified"', '"sure"'), "key 'certainty' is 'sure'; expected one of"),
    "no source": (FOIA[: FOIA.index("sources =")] + "sources = []\n" + FOIA[FOIA.index("\nnotice = ") :], "key 'sources'"),
    "a source that is no address": (FOIA.replace('"https://www.doioig', '"www.doioig'), "key 'sources'"),
    "an unknown kind that triggers": (FOIA.replace('["receipt",', '["reciept",'), "key 'trigger_kinds'"),
    "nothing that triggers": (FOIA.replace('["receipt", "foia_request"]', "[]"), "key 'trigger_kinds'"),
    "an unknown kind that satisfies": (FOIA.replace('["determination"]', '["answered"]'), "key 'satisfied_by'"),
    "an unknown kind that resumes": (FOIA.replace('"fee_reply"', '"fee_replied"'), "key 'pauses'"),
    "an unknown unit": (FOIA.replace('unit = "working_days"\nf', 'unit = "days"\nf'), "version 1: key 'unit' is 'days'"),
    "an unknown roll": (FOIA.replace('roll = "none"', 'roll = "forward"'), "key 'roll' is 'forward'; expected one of next"),
    "an unknown calendar": (FOIA.replace('"us-6103"', '"us-6301"'), "key 'calendar' is 'us-6301'; expected one of us-6103"),
    "an unknown direction": (FOIA.replace('direction = "after"', 'direction = "back"'), "key 'direction'"),
    "an unknown first day": (FOIA.replace('"after_trigger"', '"trigger"'), "key 'first_day'"),
    "a period in words": (FOIA.replace("period = 20", 'period = "20"'), "key 'period' is '20'; expected a whole number"),
    "a negative period": (FOIA.replace("period = 20", "period = -20"), "key 'period' is -20"),
    "true for a period": (FOIA.replace("period = 20", "period = true"), "key 'period' is True"),
    "no period at all": (FOIA.replace("period = 20", "period = 0"), "key 'period' is 0; expected 0 where unit is none"),
    "a date in quotation marks": (FOIA.replace("= 1997-10-02", '= "1997-10-02"'), "without quotation marks"),
    "a date with a time": (FOIA.replace("= 1997-10-02", "= 1997-10-02T00:00:00"), "key 'in_force_from'"),
    "an end before the start": (_two("in_force_from = 1997-10-02\nin_force_to = 1997-10-01", "in_force_from = 1997-10-02"),
                                "version 1: key 'in_force_to' is before in_force_from"),
    "an unknown start without what is known": (FOIA.replace("in_force_from = 1997-10-02", 'in_force_from = "unknown"'),
                                               "key 'known_since' must be there where 'in_force_from' is \"unknown\""),
    "a known start and what is known": (FOIA.replace("in_force_from = 1997-10-02", "in_force_from = 1997-10-02\nknown_since = 2001-01-01"),
                                        "key 'known_since' must be there"),
    "a later version that began nobody knows when": (
        _two("in_force_from = 1997-10-02\nin_force_to = 2007-12-30", 'in_force_from = "unknown"\nknown_since = 2009-01-01'),
        "version 2: key 'in_force_from' is \"unknown\"; only the first version"),
    "a start in other words": (FOIA.replace("= 1997-10-02", '= "long ago"'), "key 'in_force_from' is 'long ago'"),
    "no period and no standard": (FOIA.replace("period = 20", "period = 0").replace('unit = "working_days"\nf', 'unit = "none"\nf'),
                                  "key 'standard' must say what the law asks for"),
    "a standard beside a period": (FOIA.replace("period = 20", 'period = 20\nstandard = "promptly"'), "key 'standard'"),
    "a kind that gives no date": (FOIA.replace("title =", 'kind = "tolling"\ntitle ='), "key 'kind' is 'tolling', which gives no date"),
    "an unknown kind of rule": (FOIA.replace("title =", 'kind = "law"\ntitle ='), "key 'kind' is 'law'; expected one of deadline"),
    "an hour that is none": (FOIA.replace("title =", 'receipt_cutoff = "5 pm"\ntitle ='), "key 'receipt_cutoff' is '5 pm'"),
    "an extension from nowhere": (FOIA.replace("{ period = 10,", '{ counted_from = "then", period = 10,'), "key 'counted_from' is 'then'"),
    "an alternative without a sentence": (FOIA.replace('calendar = "us-6103"', 'calendar = "us-6103"\nalternatives = [{ period = 10 }]'),
                                          "version 1, alternative 1: key 'says' is missing"),
    "an unknown receipt": (FOIA.replace(VERSION, '[[rule.receipt_offsets]]\nby = "fax"\n\n' + VERSION), "receipt_offset 1: unknown key 'by'"),
    "a gap": (_two("in_force_from = 1997-10-02\nin_force_to = 2007-12-30", "in_force_from = 2008-01-01"),
              "version 2: key 'in_force_from' is 2008-01-01 and leaves a gap after the version before; expected 2007-12-31"),
    "an overlap": (_two("in_force_from = 1997-10-02\nin_force_to = 2008-01-01", "in_force_from = 2008-01-01"),
                   "version 2: key 'in_force_from' is 2008-01-01 and overlaps the version before; expected 2008-01-02"),
    "two versions without an end": (_two("in_force_from = 1997-10-02", "in_force_from = 2008-01-01"),
                                    "overlaps the version before, which has no 'in_force_to'"),
    "an extension that no kind gives": (FOIA.replace('extended_by = ["extension"]', "extended_by = []"), "key 'extension'"),
    "a kind that extends by nothing": (FOIA.replace("extension = {", "extention = {"), "unknown key 'extention'"),
    "an unknown key in the extension": (FOIA.replace("{ period = 10,", "{ period = 10, day = 1,"), "extension: unknown key"),
    "an example without a due date": (FOIA.replace('due = "2020-11-18"\n', ""), "example 1: key 'due' is missing"),
    "no example": (FOIA.replace(EXAMPLES, ""), "key 'examples' must be there where a version has a period"),
    "no version": (FOIA.replace(VERSION, ""), "key 'versions' is missing"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_refused_with_file_rule_and_key(text: str, problem: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_rules(text, "us-foia.toml")
    message = str(refused.value)
    assert message.startswith("us-foia.toml: ")
    assert "us-foia.determination" in message
    assert problem in message


@pytest.mark.parametrize(
    ("text", "file", "problem"),
    [
        ("id = ", "us-foia.toml", "us-foia.toml: not readable as TOML"),
        ("", "us-foia.toml", "key 'rule' is missing"),
        ("rule = []", "us-foia.toml", "key 'rule' is []"),
        ("[[rules]]", "us-foia.toml", "unknown key 'rules'"),
        (FOIA.replace('id = "us-foia.determination"', ""), "us-foia.toml", "rule 1: key 'id' is missing"),
        (FOIA, "us-ca.toml", "us-foia.determination: key 'id' must begin with 'us-ca.'"),
        (FOIA + FOIA, "us-foia.toml", "us-foia.determination: key 'id' is there twice"),
    ],
)
def test_a_broken_file_is_refused(text: str, file: str, problem: str) -> None:
    with pytest.raises(RuleError) as refused:
        parse_rules(text, file)
    assert str(refused.value).startswith(file)
    assert problem in str(refused.value)


def test_every_problem_of_a_file_is_named_at_once() -> None:
    text = FOIA.replace("title =", "titel =").replace("period = 20", "period = true").replace('roll = "none"', "")
    with pytest.raises(RuleError, match="4 problems"):
        parse_rules(text, "us-foia.toml")
