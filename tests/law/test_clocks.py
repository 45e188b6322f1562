"""How a deadline stands on a day: every way in which a table could be made to say more than its rows carry."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rows import ASKED, DUE, SUED, deadline, request, row, suit
from timeline.law.accounts import Claim, readings
from timeline.law.clocks import Fact, stand
from timeline.law.deadlines import SAID
from timeline.law.rules import load_rules
from timeline.view.words import words

if TYPE_CHECKING:
    from random import Random

NOBODY = (None, None)
LATER = "2021-12-31"

# name: (rows, as of, status, due, days at least, days at most, reason)
CASES = {
    # Silence needs a source.
    "a suit that alleges silence": ([request(), suit()], SUED, "overdue", DUE, (146, 146), ""),
    "the same suit without the allegation": ([request(), suit(alleges="")], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    "nothing but the request": ([request()], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    "a report of silence, as of a later day": ([request(), row("no_response", "2021-01-15")], SUED, "overdue", DUE, (58, 146), ""),
    "the last of several reports counts": ([request(), row("no_response", "2020-12-01"), row("no_response", "2021-01-15")], SUED, "overdue", DUE, (58, 146), ""),
    "a vaguer report takes nothing from a dated one": ([request(), row("no_response", "2021-01-15"), row("no_response", "2021-02-15~")], SUED, "overdue", DUE, (58, 146), ""),
    "a report of one unknown day counts from its first": ([request(), row("no_response", "2021-01")], SUED, "overdue", DUE, (44, 146), ""),
    "a report with only a last day is no evidence": ([request(), row("no_response", "[..2021-01-15]")], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    "an undated report is no evidence": ([request(), row("no_response", "TBD")], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    "a report before the due date is no evidence": ([request(), row("no_response", "2020-11-10")], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    "a report on the due date is no evidence": ([request(), row("no_response", DUE)], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    "a report on the day after is": ([request(), row("no_response", "2020-11-19")], SUED, "overdue", DUE, (1, 146), ""),
    "a report after the as-of day is not known yet": ([request(), row("no_response", SUED)], "2021-04-12", "no_answer_recorded", DUE, NOBODY, ""),
    "a suit after the as-of day is not known yet": ([request(), suit()], "2021-04-12", "no_answer_recorded", DUE, NOBODY, ""),
    "news that alleges silence is a report": ([request(), row("news", SUED, alleges="no_response")], SUED, "overdue", DUE, (146, 146), ""),
    # What stops the clock.
    "the suit stops the clock": ([request(), suit()], LATER, "overdue", DUE, (146, 146), ""),
    "a suit that alleges nothing stops it too": ([request(), suit("2021-03-01", alleges=""), row("no_response", "2021-01-15")], SUED, "overdue", DUE, (58, 103), ""),
    "silence reported after the suit is silence until the suit": ([request(), suit(alleges=""), row("no_response", "2021-06-01")], LATER, "overdue", DUE, (146, 146), ""),
    "an administrative complaint stops nothing": ([request(), row("administrative_complaint", "2021-01-15", alleges="no_response")], SUED, "overdue", DUE, (58, 146), ""),
    "the first of several suits": ([request(), suit(), suit("2021-06-01")], LATER, "overdue", DUE, (146, 146), ""),
    "a suit on one unknown day": ([request(), suit("2021-04")], LATER, "overdue", DUE, (134, 163), ""),
    "a suit that may lie after the as-of day": ([request(), suit("2021-04")], SUED, "overdue", DUE, (134, 146), ""),
    "a suit before the due date": ([request(), suit("2020-11-10")], SUED, "undetermined", DUE, NOBODY, "suit_before_due"),
    "a suit on the due date": ([request(), suit(DUE)], SUED, "undetermined", DUE, NOBODY, "suit_before_due"),
    "a suit that may be before the due date": ([request(), suit("2020-11")], SUED, "undetermined", DUE, NOBODY, "suit_before_due"),
    "a second suit that may have been the first": ([request(), suit(), suit("[..2021-06-01]")], SUED, "undetermined", DUE, NOBODY, "suit_before_due"),
    "an undated suit may have been the first": ([request(), suit(), suit("TBD")], SUED, "undetermined", DUE, NOBODY, "suit_before_due"),
    "a suit dated 'on or after' may lie at any later day": ([request(), suit("[2021-04-13..]")], LATER, "overdue", DUE, (146, 408), ""),
    # As of a day.
    "before the due date": ([request()], "2020-11-10", "pending", DUE, NOBODY, ""),
    "on the due date": ([request()], DUE, "pending", DUE, NOBODY, ""),
    "on the day after": ([request()], "2020-11-19", "no_answer_recorded", DUE, NOBODY, ""),
    "before the request": ([request()], "2020-01-01", "pending", DUE, NOBODY, ""),
    "as of a day within the due date's bounds": ([request("2021-01")], "2021-02-15", "undetermined", "[2021-02-01..2021-03-01]", NOBODY, "due_may_have_passed"),
    "as of the first of them": ([request("2021-01")], "2021-02-01", "pending", "[2021-02-01..2021-03-01]", NOBODY, ""),
    "as of the last of them": ([request("2021-01")], "2021-03-01", "undetermined", "[2021-02-01..2021-03-01]", NOBODY, "due_may_have_passed"),
    "as of the day after the last": ([request("2021-01")], "2021-03-02", "no_answer_recorded", "[2021-02-01..2021-03-01]", NOBODY, ""),
    "no first day of the due date, as of a day before its last": ([request("[..2020-10-20]")], "2020-11-01", "undetermined", "[..2020-11-18]", NOBODY, "due_may_have_passed"),
    "no last day of the due date": ([request("[2020-10-20..]")], SUED, "undetermined", "[2020-11-18..]", NOBODY, "due_may_have_passed"),
    # Bounds of the request.
    "one unknown day of a month": ([request("2021-01"), suit()], SUED, "overdue", "[2021-02-01..2021-03-01]", (43, 71), ""),
    "on or before a day: at least": ([request("[..2020-10-20]"), suit()], SUED, "overdue", "[..2020-11-18]", (146, None), ""),
    "on or after a day: nothing": ([request("[2020-10-20..]"), suit()], SUED, "undetermined", "[2020-11-18..]", NOBODY, "due_may_have_passed"),
    "nobody knows the day": ([request("TBD"), suit()], SUED, "undetermined", "", NOBODY, "undated_request"),
    "it lasted": ([request("2020-10-01/2020-10-20"), suit()], SUED, "undetermined", "", NOBODY, "span_trigger"),
    "it lasted, by its end date": ([request("2020-10-01", end_date="2020-10-20"), suit()], SUED, "undetermined", "", NOBODY, "span_trigger"),
    # An empty bound is not a date.
    "dated only by the suit": ([request("[..2021-04-13]"), suit()], SUED, "undetermined", "", NOBODY, "dated_only_by_suit"),
    "dated only by a suit that alleges nothing": ([request("[..2021-04-13]"), suit(alleges="")], SUED, "undetermined", "", NOBODY, "dated_only_by_suit"),
    "dated only by the appeal": ([request("[..2021-04-13]"), row("appeal", SUED)], SUED, "undetermined", "", NOBODY, "dated_only_by_suit"),
    "dated only by the report": ([request("[..2021-04-13]"), row("no_response", SUED)], SUED, "undetermined", "", NOBODY, "dated_only_by_suit"),
    "dated only by an administrative complaint that alleges silence": ([request("[..2021-04-13]"), row("administrative_complaint", SUED, alleges="no_response")], SUED, "undetermined", "", NOBODY, "dated_only_by_suit"),
    "bounded by a day after the suit": ([request("[..2021-06-01]"), suit()], LATER, "undetermined", "", NOBODY, "dated_only_by_suit"),
    "a bound that has a first day too, and ends at the suit": ([request("[2020-10-20..2021-04-13]"), suit()], LATER, "undetermined", "", NOBODY, "dated_only_by_suit"),
    "the suit's own bound": ([request("[..2021-04-30]"), suit("2021-04")], LATER, "undetermined", "", NOBODY, "dated_only_by_suit"),
    "a bound before the suit is a date": ([request("[..2021-01-20]"), suit()], SUED, "overdue", "[..2021-02-18]", (54, None), ""),
    "filed and sued over on one known day is a date": ([request(SUED), suit()], SUED, "pending", "2021-05-11", NOBODY, ""),
    "a receipt is a date where the request has none": ([request("[..2021-04-13]"), row("receipt", ASKED), suit()], SUED, "overdue", DUE, (146, 146), ""),
    "a receipt known only to precede the suit is none": ([request("[..2021-04-13]"), row("receipt", "[..2021-04-13]"), suit()], SUED, "undetermined", "", NOBODY, "dated_only_by_suit"),
    # Receipt starts the clock.
    "the receipt starts the clock": ([request("2020-10-01"), row("receipt", ASKED), suit()], SUED, "overdue", DUE, (146, 146), ""),
    "an imprecise receipt": ([request("2020-10-01"), row("receipt", "[2020-10-19..2020-10-20]"), suit()], SUED, "overdue", "[2020-11-17..2020-11-18]", (146, 147), ""),
    "an undated receipt starts nothing": ([request(), row("receipt", "TBD"), suit()], SUED, "overdue", DUE, (146, 146), ""),
    "the first of several receipts": ([request("2020-10-01"), row("receipt", "2020-10-26"), row("receipt", ASKED), suit()], SUED, "overdue", DUE, (146, 146), ""),
    "a receipt that may have been the first": ([request("2020-10-01"), row("receipt", "[2020-10-19..2020-10-26]"), row("receipt", ASKED), suit()], SUED, "overdue", "[2020-11-17..2020-11-18]", (146, 147), ""),
    "a receipt of about a day that may have been the first": ([request("2020-10-01"), row("receipt", "2020-10-19~"), row("receipt", ASKED), suit()], SUED, "undetermined", "2020-11-17~", NOBODY, "approximate"),
    "a receipt before the request": ([request(), row("receipt", "2019-05-01"), suit()], SUED, "undetermined", "", NOBODY, "out_of_order"),
    # Answers.
    "answered in time": ([request(), row("determination", "2020-11-10")], SUED, "met", DUE, NOBODY, ""),
    "answered on the due date": ([request(), row("determination", DUE)], SUED, "met", DUE, NOBODY, ""),
    "answered on the day after": ([request(), row("determination", "2020-11-19")], SUED, "met_late", DUE, (1, 1), ""),
    "answered on or before a day in time": ([request(), row("determination", "[..2020-11-10]")], SUED, "met", DUE, NOBODY, ""),
    "answered after the as-of day": ([request(), row("determination", "2021-06-01"), suit()], SUED, "overdue", DUE, (146, 146), ""),
    "answered in time, the due date a month": ([request("2021-01"), row("determination", "2021-02-01")], SUED, "met", "[2021-02-01..2021-03-01]", NOBODY, ""),
    "answered within the due date's bounds": ([request("2021-01"), row("determination", "2021-02-15")], SUED, "undetermined", "[2021-02-01..2021-03-01]", NOBODY, "answer_may_be_either"),
    "answered after all of them": ([request("2021-01"), row("determination", "2021-03-10")], SUED, "met_late", "[2021-02-01..2021-03-01]", (9, 37), ""),
    "answered in the due date's month": ([request(), row("determination", "2020-11")], SUED, "undetermined", DUE, NOBODY, "answer_may_be_either"),
    "the answer's day is unknown": ([request(), row("determination", "TBD")], SUED, "undetermined", DUE, NOBODY, "answer_may_be_either"),
    "an answer in time that may lie after the as-of day": ([request(), row("determination", "[2020-10-25..2020-11-10]")], "2020-11-01", "undetermined", DUE, NOBODY, "answer_may_be_either"),
    "a late answer that may lie after the as-of day": ([request(), row("determination", "2021-04"), suit("2021-04-01")], SUED, "undetermined", DUE, NOBODY, "answer_may_be_either"),
    "an answer that lasted": ([request(), row("determination", "2020-11-01/2020-12-31")], SUED, "undetermined", DUE, NOBODY, "answer_may_be_either"),
    "one answer in time is enough": ([request(), row("determination", "2020-11-10"), row("determination", "2021-01-10")], SUED, "met", DUE, NOBODY, ""),
    "an exact answer in time beside a vague one": ([request(), row("determination", "[2020-10-21..2021-12-31]"), row("determination", "2020-11-10")], LATER, "met", DUE, NOBODY, ""),
    "a late answer beside one that may have been in time": ([request(), row("determination", "2021-01-10"), row("determination", "[..2021-06-01]")], LATER, "undetermined", DUE, NOBODY, "answer_may_be_either"),
    "an answer before the request belongs to another one": ([request(), row("determination", "2019-05-01"), suit()], SUED, "undetermined", DUE, NOBODY, "out_of_order"),
    "answered before the receipt was stamped": ([request(), row("receipt", "2020-10-26"), row("determination", "2020-10-22")], SUED, "met", "2020-11-24", NOBODY, ""),
    "answered late, after the suit": ([request(), suit("2020-12-01"), row("determination", "2021-01-10")], SUED, "met_late", DUE, (13, 13), ""),
    "answered late, after a suit that came too early": ([request(), suit("2020-11-01"), row("determination", "2021-01-10")], SUED, "undetermined", DUE, NOBODY, "suit_before_due"),
    "an answer after the silence that is reported": ([request(), row("no_response", "2020-12-01"), row("determination", "2021-01-10")], SUED, "met_late", DUE, (53, 53), ""),
    "an answer before the silence that is reported": ([request(), row("determination", "2020-11-10"), suit()], SUED, "undetermined", DUE, NOBODY, "sources_disagree"),
    "an answer before silence reported of about a day": ([request(), row("determination", "2020-11-10"), row("no_response", "2021-01-15~")], SUED, "undetermined", DUE, NOBODY, "sources_disagree"),
    "an acknowledgement is no answer": ([request(), row("acknowledgement", "2020-10-22"), suit()], SUED, "overdue", DUE, (146, 146), ""),
    "nor is the decision on an appeal": ([request(), row("appeal_determination", "2020-11-10")], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    # Kinds decide what satisfies.
    "records are no determination": ([request(), row("production", "2020-11-10")], SUED, "undetermined", DUE, NOBODY, "production_is_no_determination"),
    "records beside a suit that may have come later": ([request(), row("production", "2021-04"), suit()], LATER, "undetermined", DUE, NOBODY, "production_is_no_determination"),
    "records that surely came after the suit": ([request(), row("production", "2021-06-01"), suit()], LATER, "overdue", DUE, (146, 146), ""),
    "records on or after the day of the suit": ([request(), row("production", "[2021-04-13..]"), suit()], LATER, "overdue", DUE, (146, 146), ""),
    "records of about the day after the suit": ([request(), row("production", "2021-04-14~"), suit()], LATER, "undetermined", DUE, NOBODY, "production_is_no_determination"),
    "records, and a determination in time": ([request(), row("production", "2020-11-12"), row("determination", "2020-11-10")], SUED, "met", DUE, NOBODY, ""),
    # Approximate dates make nothing sure.
    "about a day": ([request("2020-10-20~"), suit()], SUED, "undetermined", "2020-11-18~", NOBODY, "approximate"),
    "perhaps a day": ([request("2020-10-20?"), suit()], SUED, "undetermined", "2020-11-18?", NOBODY, "approximate"),
    "about a day, and not yet due": ([request("2020-10-20~")], "2020-10-25", "undetermined", "2020-11-18~", NOBODY, "approximate"),
    "about a month": ([request("2020-03~"), suit()], SUED, "undetermined", "[2020-03-27~..2020-04-28~]", NOBODY, "approximate"),
    "a suit of about a day": ([request(), suit("2021-04-13~")], LATER, "undetermined", DUE, NOBODY, "approximate"),
    "a report of about a day": ([request(), row("no_response", "2021-01-15~")], SUED, "undetermined", DUE, NOBODY, "approximate"),
    "an answer in time of about a day": ([request(), row("determination", "2020-11-10~")], SUED, "undetermined", DUE, NOBODY, "approximate"),
    "a late answer of about a day, after the suit": ([request(), suit("2020-12-01"), row("determination", "2021-01~")], SUED, "undetermined", DUE, NOBODY, "approximate"),
    "an exact answer in time beside one of about a day": ([request(), row("determination", "2020-11-09~"), row("determination", "2020-11-10")], SUED, "met", DUE, NOBODY, ""),
    "a receipt of about a day": ([request("2020-10-01"), row("receipt", "2020-10-20~"), suit()], SUED, "undetermined", "2020-11-18~", NOBODY, "approximate"),
    "an exact receipt of a request of about a day": ([request("2020-10-01~"), row("receipt", ASKED), suit()], SUED, "overdue", DUE, (146, 146), ""),
    # A question stops the clock until its reply: two working days here.
    "a question that was answered": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-28")], SUED, "no_answer_recorded", "2020-11-20", NOBODY, ""),
    "a fee notice that was answered": ([request(), row("fee_notice", "2020-10-26"), row("fee_reply", "2020-10-28"), suit()], SUED, "overdue", "2020-11-20", (144, 144), ""),
    "a question on the day of receipt": ([request(), row("clarification", ASKED), row("clarification_reply", "2020-10-22")], SUED, "no_answer_recorded", "2020-11-20", NOBODY, ""),
    "asked and answered on one day": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-26")], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    "asked on Friday and answered on Saturday": ([request(), row("clarification", "2020-10-23"), row("clarification_reply", "2020-10-24")], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    "asked on Friday and answered on Monday": ([request(), row("clarification", "2020-10-23"), row("clarification_reply", "2020-10-26")], SUED, "no_answer_recorded", "2020-11-19", NOBODY, ""),
    "a clock stopped on its last day has that day left": ([request(), row("clarification", DUE), row("clarification_reply", "2020-11-24")], SUED, "no_answer_recorded", "2020-11-25", NOBODY, ""),
    "two stops within one another count once": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-28"), row("fee_notice", "2020-10-27"), row("fee_reply", "2020-10-29")], SUED, "no_answer_recorded", "2020-11-23", NOBODY, ""),
    "fees may be asked about twice": ([request(), row("fee_notice", "2020-10-21"), row("fee_reply", "2020-10-22"), row("fee_notice", "2020-10-26"), row("fee_reply", "2020-10-28")], SUED, "no_answer_recorded", "2020-11-23", NOBODY, ""),
    "information once": ([request(), row("clarification", "2020-10-21"), row("clarification_reply", "2020-10-22"), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-28")], SUED, "no_answer_recorded", "2020-11-19", NOBODY, ""),
    "a second question after the answer to the first": ([request(), row("clarification", "2020-10-22"), row("clarification_reply", "2020-10-23"), row("clarification", "2020-10-26")], SUED, "no_answer_recorded", "2020-11-19", NOBODY, ""),
    "of several replies the first starts the clock": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-28"), row("clarification_reply", "2020-11-04")], SUED, "no_answer_recorded", "2020-11-20", NOBODY, ""),
    "a question on one unknown day": ([request(), row("clarification", "[2020-10-22..2020-10-26]"), row("clarification_reply", "2020-10-28")], SUED, "no_answer_recorded", "[2020-11-20..2020-11-24]", NOBODY, ""),
    "a reply on one unknown day": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "[2020-10-27..2020-10-28]")], SUED, "no_answer_recorded", "[2020-11-19..2020-11-20]", NOBODY, ""),
    "a reply whose day nobody knows": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "TBD")], SUED, "undetermined", "", NOBODY, "pause_may_not_count"),
    "a question that may have come too late": ([request(), row("clarification", "[2020-11-17..2020-11-30]"), row("clarification_reply", "2020-12-01")], SUED, "no_answer_recorded", "[2020-11-18..2020-12-02]", NOBODY, ""),
    "a question of about a day": ([request(), row("clarification", "2020-10-26~"), row("clarification_reply", "2020-10-28")], SUED, "undetermined", "2020-11-20~", NOBODY, "approximate"),
    "answered in the days that the question gave": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-28"), row("determination", "2020-11-20")], SUED, "met", "2020-11-20", NOBODY, ""),
    "a question after the clock had run out": ([request(), row("clarification", "2020-11-19")], SUED, "no_answer_recorded", DUE, NOBODY, ""),
    "a question after the clock had run out, answered": ([request(), row("clarification", "2020-11-19"), row("clarification_reply", "2020-12-01"), suit()], SUED, "overdue", DUE, (146, 146), ""),
    "a question that nobody answered": ([request(), row("clarification", "2020-10-26")], SUED, "tolled", "", NOBODY, "clock_stopped"),
    "a fee notice that nobody answered": ([request(), row("fee_notice", "2020-10-26")], SUED, "tolled", "", NOBODY, "clock_stopped"),
    "a question on the due date": ([request(), row("clarification", DUE)], SUED, "tolled", "", NOBODY, "clock_stopped"),
    "a question answered after the as-of day": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-28")], "2020-10-27", "tolled", "", NOBODY, "clock_stopped"),
    "a reply that may lie after the as-of day": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10")], "2020-10-27", "undetermined", "", NOBODY, "pause_may_not_count"),
    "a reply that may have come after the as-of day": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "[2020-10-26..2020-10-30]")], "2020-10-27", "undetermined", "", NOBODY, "pause_may_not_count"),
    "the answer to another question": ([request(), row("clarification", "2020-10-26"), row("fee_reply", "2020-10-28")], SUED, "undetermined", "", NOBODY, "pause_out_of_order"),
    "a reply to nothing": ([request(), row("clarification_reply", "2020-10-28")], SUED, "undetermined", "", NOBODY, "pause_out_of_order"),
    "a reply before its question": ([request(), row("clarification", "2020-10-28"), row("clarification_reply", "2020-10-26")], SUED, "undetermined", "", NOBODY, "pause_out_of_order"),
    "two questions and an answer that may be to both": ([request(), row("clarification", "2020-10-22"), row("clarification", "2020-10-23"), row("clarification_reply", "2020-10-26")], SUED, "undetermined", "", NOBODY, "pause_out_of_order"),
    "a question before the receipt": ([request(), row("clarification", "2020-10-21"), row("receipt", "2020-10-26")], SUED, "undetermined", "", NOBODY, "notice_before_receipt"),
    "a question on an unknown day": ([request(), row("clarification", "2020-10")], SUED, "undetermined", "", NOBODY, "pause_may_not_count"),
    "a question about a request of about a day": ([request("2020-10-20~"), row("clarification", "2020-10-26")], SUED, "undetermined", "", NOBODY, "approximate"),
    "a question, then the suit": ([request(), row("clarification", "2020-10-26"), suit()], SUED, "undetermined", "", NOBODY, "clock_stopped"),
    "a question, then the answer": ([request(), row("clarification", "2020-10-26"), row("determination", "2020-11-10")], SUED, "undetermined", "", NOBODY, "clock_stopped"),
    "a question after the as-of day": ([request(), row("clarification", "2020-10-26")], "2020-10-25", "pending", DUE, NOBODY, ""),
    "a question under the law before 2008": ([request("2005-10-20"), row("clarification", "2005-10-26"), row("clarification_reply", "2005-10-28")], SUED, "undetermined", "", NOBODY, "pause_not_counted"),
    "where the reply begins the period anew": ([request("2024-03-04", jurisdiction="us-tx"), row("clarification", "2024-03-06"), row("clarification_reply", "2024-03-08")], "2024-03-10", "pending", "2024-03-22", NOBODY, ""),
    # An extension lengthens the period only if its notice came in time: ten working days.
    "an extension": ([request(), row("extension", "2020-11-10"), suit()], SUED, "overdue", "2020-12-03", (131, 131), ""),
    "an extension on the due date": ([request(), row("extension", DUE), suit()], SUED, "overdue", "2020-12-03", (131, 131), ""),
    "an extension noticed too late": ([request(), row("extension", "2020-11-19"), suit()], SUED, "overdue", DUE, (146, 146), ""),
    "an extension that may have come too late": ([request(), row("extension", "2020-11"), suit()], SUED, "overdue", "[2020-11-18..2020-12-03]", (131, 146), ""),
    "an extension whose day nobody knows": ([request(), row("extension", "TBD"), suit()], SUED, "overdue", "[2020-11-18..2020-12-03]", (131, 146), ""),
    "an extension after the as-of day": ([request(), row("extension", "2020-11-10")], "2020-11-09", "pending", DUE, NOBODY, ""),
    "an extension of about a day": ([request(), row("extension", "2020-11-10~"), suit()], SUED, "undetermined", "2020-12-03~", NOBODY, "approximate"),
    "an extension before the receipt": ([request(), row("receipt", "2020-10-26"), row("extension", "2020-10-21")], SUED, "undetermined", "", NOBODY, "notice_before_receipt"),
    "two extensions are one": ([request(), row("extension", "2020-11-10"), row("extension", "2020-11-16"), suit()], SUED, "overdue", "2020-12-03", (131, 131), ""),
    "an extension of a month's bounds": ([request("2021-01"), row("extension", "2021-02-01")], "2021-02-01", "pending", "[2021-02-16..2021-03-15]", NOBODY, ""),
    "a pause gives the notice more time": ([request(), row("clarification", "2020-10-26"), row("clarification_reply", "2020-10-28"), row("extension", "2020-11-20"), suit()], SUED, "overdue", "2020-12-07", (127, 127), ""),
    "a question while the extension runs": ([request(), row("extension", "2020-11-10"), row("clarification", "2020-11-23"), row("clarification_reply", "2020-11-24")], SUED, "undetermined", "", NOBODY, "pause_in_extension"),
    "a notice that sets a date of the agency's own": ([request(jurisdiction="us-ks"), row("extension", "2020-10-21")], SUED, "undetermined", "", NOBODY, "extension_own_date"),
    "an extension counted from the trigger": ([request("2024-03-04", jurisdiction="us-id"), row("extension", "2024-03-05")], "2024-03-06", "pending", "2024-03-18", NOBODY, ""),
    "an extension in calendar days that rolls": ([request("2024-03-04", jurisdiction="us-ca"), row("extension", "2024-03-14")], "2024-03-14", "pending", "2024-03-28", NOBODY, ""),
    "a law without a fixed period": ([request(jurisdiction="us-fl")], SUED, "undetermined", "", NOBODY, "no_fixed_period"),
    # Where the law or the calendar is silent.
    "before the rule was in force": ([request("1990-05-01"), suit()], SUED, "undetermined", "", NOBODY, "not_in_force"),
    "beyond the calendar": ([request("9990-05-01"), suit()], SUED, "undetermined", "", NOBODY, "outside_calendar"),
    "a jurisdiction without a rule": ([request(jurisdiction="us-zz"), suit()], SUED, "undetermined", "", NOBODY, "no_rule"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_status_due_and_days(name):
    rows, as_of, status, due, days, reason = CASES[name]
    found = deadline(*rows, as_of=as_of)
    assert (found["status"], found["date"], found["reason"]) == (status, due, reason)
    assert (found["days_overdue_min"], found["days_overdue_max"]) == days


@pytest.mark.parametrize("name", CASES)
def test_the_order_of_rows_and_rows_of_no_request_change_nothing(name):
    rows, as_of, *_ = CASES[name]
    others = [
        row("determination", "2020-10-21", agency="CBP"),
        row("no_response", SUED, matter="Another matter"),
        row("news", "2020-12-24"),
        row("determination", "2020-10-21", agency="", matter="Another matter"),
    ]
    alone, among = deadline(*rows, as_of=as_of), deadline(*others[:2], *rows[::-1], *others[2:], as_of=as_of)
    assert {key: alone[key] for key in SAID} == {key: among[key] for key in SAID}


def test_every_reason_and_status_has_its_words():
    catalogue = words().catalogue
    # a clock of a request's own never meets the others: see the tests of follow-ups, and of rules that nothing triggers
    said = {case[-1] for case in CASES.values()} - {""} | {"several_triggers", "no_deadline", "no_period_given"}
    said |= {case[2] for case in DOUBTED.values()} - {""}
    said |= {"late_by_one_reading", "silence_between_readings"}  # see the tests of readings
    assert said | {"perhaps_no_period", "no_trigger"} == set(catalogue["reasons"]) == set(catalogue["reasons_short"])
    assert {case[2] for case in CASES.values()} == set(catalogue["status"])


# Certainty: a row in doubt makes nothing surer. ------------------------------------------------------------------

ANSWER, LATE = row("determination", "2020-11-10"), row("determination", "2020-12-01")
ASKS, TOLD, MORE = (
    row("clarification", "2020-10-26"),
    row("clarification_reply", "2020-10-28"),
    row("extension", "2020-11-10"),
)
SILENT = row("no_response", "2021-01-15")


def doubted(given: dict[str, str], certainty: str = "disputed") -> dict[str, str]:
    return {**given, "certainty": certainty}


# name: (rows beside the request, status, reason, due, days at least)
DOUBTED = {
    "an answer": ([doubted(ANSWER)], "undetermined", "disputed", DUE, None),
    "an uncertain answer": ([doubted(ANSWER, "uncertain")], "undetermined", "disputed", DUE, None),
    "a late answer": ([doubted(LATE)], "undetermined", "disputed", DUE, None),
    "a second answer, where a sure one came in time": ([ANSWER, doubted(LATE)], "met", "", DUE, None),
    "a first answer in time, where a sure one came late": ([doubted(ANSWER), LATE], "undetermined", "disputed", DUE, None),
    "the report of silence": ([doubted(SILENT)], "undetermined", "disputed", DUE, None),
    "one report of two: days are counted to the sure one": ([SILENT, doubted(row("no_response", "2021-03-01"))], "overdue", "", DUE, 58),
    "the suit that alleges silence": ([doubted(suit())], "undetermined", "disputed", DUE, None),
    "a suit beside a sure report": ([doubted(suit("2021-03-01")), SILENT], "overdue", "", DUE, 58),
    "a suit that may have been too early": ([doubted(suit("2020-11-10")), SILENT], "undetermined", "disputed", DUE, None),
    "the receipt: late from either day": ([doubted(row("receipt", "2020-10-26")), suit()], "overdue", "", "[2020-11-18..2020-11-24]", 140),
    "the receipt: late from one day only": ([doubted(row("receipt", "2020-10-26")), row("determination", "2020-11-20")], "undetermined", "disputed", "[2020-11-18..2020-11-24]", None),
    "a question and its reply, either of which may be wrong": ([doubted(ASKS), doubted(TOLD), suit()], "undetermined", "disputed", "", None),
    "only the reply": ([ASKS, doubted(TOLD), suit()], "undetermined", "disputed", "", None),
    "an extension: late with and without": ([doubted(MORE), suit()], "overdue", "", "[2020-11-18..2020-12-03]", 131),
    "an extension: late without it only": ([doubted(MORE), row("determination", "2020-12-01")], "undetermined", "disputed", "[2020-11-18..2020-12-03]", None),
    "a row that bears on nothing": ([doubted(row("acknowledgement", "2020-10-22")), suit()], "overdue", "", DUE, 146),
    "more rows than can be looked at": ([doubted(row("acknowledgement", f"2020-10-2{n}")) for n in range(1, 8)], "undetermined", "disputed", "", None),
    # Whose account a row is does not make it doubtful: silence is always somebody's allegation.
    "an alleged report": ([doubted(SILENT, "alleged")], "overdue", "", DUE, 58),
    "a reported answer": ([doubted(ANSWER, "reported")], "met", "", DUE, None),
    "an alleged answer": ([doubted(ANSWER, "alleged")], "met", "", DUE, None),
    "a confirmed answer": ([doubted(ANSWER, "confirmed")], "met", "", DUE, None),
}  # fmt: skip


@pytest.mark.parametrize("name", DOUBTED)
def test_what_rests_on_a_row_in_doubt_is_not_said(name):
    rows, *expected = DOUBTED[name]
    for ordered in (rows, rows[::-1]):
        found = deadline(request(), *ordered)
        assert [found["status"], found["reason"], found["date"], found["days_overdue_min"]] == expected


def test_an_uncertain_request_keeps_its_clock_which_says_what_would_be_late():
    assert deadline(request(certainty="uncertain"), suit())["status"] == "overdue"


def test_who_is_in_doubt_is_not_named_as_the_one_who_says_so():
    found = deadline(request(), {**SILENT, "id": "sure"}, doubted({**suit(), "id": "doubtful"}))
    assert (found["reported_by"], found["stopped_by"]) == ("sure", "")


@pytest.mark.parametrize(
    ("rows", "assumptions"),
    [
        ([request()], "received_when_sent; no_extension_known; no_tolling_known"),
        ([request(), row("receipt", ASKED)], "no_extension_known; no_tolling_known"),
        ([request(jurisdiction="")], "federal_law; received_when_sent; no_extension_known; no_tolling_known"),
        # a rule that the row names is no assumption about the law
        ([request(jurisdiction="", rule="us-foia.determination")], "received_when_sent; no_extension_known; no_tolling_known"),
        # where no number is said, none rests on an assumption
        ([request("TBD")], ""),
        ([request("2020-06-10")], "received_when_sent; no_extension_known; no_tolling_known; observed_holidays_excluded"),
    ],
)  # fmt: skip
def test_assumptions_travel_with_the_number(rows, assumptions):
    assert deadline(*rows)["assumptions"] == assumptions


def test_a_clock_names_its_trigger_what_stopped_it_and_who_reports_silence():
    found = deadline(
        request("2020-10-01"),
        row("receipt", ASKED, id="got"),
        suit(id="sued"),
        row("no_response", "2021-01-15", id="told"),
    )
    assert (found["trigger_id"], found["trigger"], found["stopped_by"]) == ("got", ASKED, "sued")
    assert set(found["reported_by"].split("; ")) == {"sued", "told"}


# Accounts make readings. ----------------------------------------------------------------------------------------

PRESS = {"source_title": "Press", "claim_of": "r"}


def telling(
    *claims: dict[str, str], rows: tuple[dict[str, str], ...] = (request(), suit(id="s"))
) -> list[tuple[object, ...]]:
    return [
        (r["account"], r["due"], r["status"], r["days_overdue"]["min"], r["days_overdue"]["max"])
        for r in deadline(*rows, *claims, as_of=LATER)["readings"]
    ]


ACCOUNTS = {
    "another day of the request": ([row("foia_request", "2021-01", **PRESS)], [("Press", "[2021-02-01..2021-03-01]", "overdue", 43, 71)]),
    "another day of the suit": ([row("complaint", "2021-04-14", source_title="Press", claim_of="s")], [("Press", DUE, "overdue", 147, 147)]),
    "a day of the suit before the due date": ([row("complaint", "2020-11-01", source_title="Press", claim_of="s")], [("Press", DUE, "undetermined", None, None)]),
    "the deadline itself, without a date": ([row("deadline", "TBD", source_title="Press", claim_of="r/ICE/us-foia.determination")], [("Press", None, "undetermined", None, None)]),
    "the deadline itself, with a date": ([row("deadline", "2020-11-19", source_title="Press", claim_of="r/ICE/us-foia.determination")], [("Press", "2020-11-19", "undetermined", None, None)]),
    "the same day is no other reading": ([row("foia_request", ASKED, **PRESS)], []),
    "one account that tells two facts is one reading": (
        [row("foia_request", "2021-01", **PRESS), row("complaint", "2021-04-14", source_title="Press", claim_of="s")],
        [("Press", "[2021-02-01..2021-03-01]", "overdue", 44, 72)],
    ),
    "one account that tells one fact twice is two": (
        [row("foia_request", "2021-01", **PRESS), row("foia_request", "2020-12", **PRESS)],
        [("Press", "[2020-12-30..2021-02-01]", "overdue", 71, 104), ("Press", "[2021-02-01..2021-03-01]", "overdue", 43, 71)],
    ),
    "two accounts are two readings, by name": (
        [row("foia_request", "2021-01", **PRESS), row("foia_request", "2020-12", source_title="Agency", claim_of="r")],
        [("Agency", "[2020-12-30..2021-02-01]", "overdue", 71, 104), ("Press", "[2021-02-01..2021-03-01]", "overdue", 43, 71)],
    ),
    "an account without a source goes by its title": ([row("foia_request", "2021-01", title="Blog", claim_of="r")], [("Blog", "[2021-02-01..2021-03-01]", "overdue", 43, 71)]),
    "an account of another agency's request": ([row("foia_request", "2021-01", agency="CBP", **PRESS)], []),
    "an account that names no agency": ([row("foia_request", "2021-01", agency="", **PRESS)], [("Press", "[2021-02-01..2021-03-01]", "overdue", 43, 71)]),
    "an account that gives the request no date": ([row("foia_request", "TBD", **PRESS)], [("Press", None, "undetermined", None, None)]),
    "an account of about a day": ([row("foia_request", "2020-12-01~", **PRESS)], [("Press", "2020-12-30~", "undetermined", None, None)]),
    "an account that the agency did answer": ([row("determination", "2020-11-10", source_title="Agency", claim_of="s")], [("Agency", DUE, "met", None, None)]),
    "the same, told of the deadline": ([row("determination", "2020-11-10", source_title="Agency", claim_of="r/ICE/us-foia.determination")], [("Agency", DUE, "undetermined", None, None)]),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCOUNTS)
def test_a_rival_account_is_a_reading_and_nothing_else(name):
    claims, expected = ACCOUNTS[name]
    assert telling(*claims) == expected
    stated, contested = (
        deadline(request(), suit(id="s"), as_of=LATER),
        deadline(request(), suit(id="s"), *claims, as_of=LATER),
    )
    for key in {*SAID, "stopped_by", "trigger_id", "reported_by"} - {"readings", "provisions"}:
        assert stated[key] == contested[key], key
    # An account that does not have the answer late takes back that the agency may charge no fees, and nothing else.
    late = all(reading[2] == "overdue" or reading[1] is None for reading in expected)
    assert contested["provisions"] == [one for one in stated["provisions"] if late or one["rule"] != "us-foia.fee_bar"]


@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_order_of_accounts_changes_nothing(name):
    claims, expected = ACCOUNTS[name]
    assert telling(*claims[::-1]) == expected


def test_with_the_receipt_known_rival_filing_dates_no_longer_matter():
    rows = (request(), row("receipt", "2020-10-22"), suit())
    assert telling(row("foia_request", "2021-01", **PRESS), rows=rows) == []


def test_a_rival_day_of_the_receipt_does():
    rows = (request(), row("receipt", "2020-10-22", id="got"), suit())
    claim = row("receipt", "2020-10-26", source_title="Press", claim_of="got")
    assert telling(claim, rows=rows) == [("Press", "2020-11-24", "overdue", 140, 140)]


def test_an_account_that_no_answer_came_contests_an_answer():
    rows = (request(), row("determination", "2020-11-10", id="answer"))
    claim = row("no_response", "2021-01-15", source_title="Press", claim_of="answer")
    assert telling(claim, rows=rows) == [("Press", DUE, "overdue", 58, 408)]


# Any table whatever. --------------------------------------------------------------------------------------------

KINDS = (
    "receipt", "acknowledgement", "determination", "production", "no_response", "complaint", "appeal", "clarification",
    "clarification_reply", "fee_notice", "fee_reply", "extension", "administrative_complaint",
)  # fmt: skip


@st.composite
def edtf(draw: st.DrawFn) -> str:
    day = date(2020, 9, 1) + timedelta(days=draw(st.integers(0, 300)))
    end = day + timedelta(days=draw(st.integers(0, 90)))
    forms = (
        f"{day}",
        f"{day}",
        f"[{day}..{end}]",
        f"[..{day}]",
        f"[{day}..]",
        f"{day}~",
        f"{day}?",
        f"{day:%Y-%m}",
        "TBD",
    )
    return draw(st.sampled_from(forms))


def bounds(when: str) -> tuple[date, date]:
    from timeline.events.dates import UNDATED, parse_edtf

    read = UNDATED if when == "TBD" else parse_edtf(when)
    return read.earliest or date(2020, 6, 1), read.latest or date(2021, 12, 31)


def fact(number: int, kind: str, when: str, alleges: str = "") -> Fact:
    from timeline.events.dates import UNDATED, parse_edtf

    return Fact(f"f{number}", kind, UNDATED if when == "TBD" else parse_edtf(when), alleges)


RULE = load_rules()["us-foia.determination"]
CONTRADICTIONS = (
    "dated_only_by_suit", "out_of_order", "sources_disagree", "suit_before_due", "production_is_no_determination",
    "pause_out_of_order", "notice_before_receipt",
)  # fmt: skip


@given(
    edtf(),
    st.lists(st.tuples(st.sampled_from(KINDS), edtf(), st.booleans()), max_size=4),
    st.integers(0, 480),
    st.randoms(),
)
def test_what_is_said_holds_for_every_day_that_the_dates_allow(asked: str, rows, after: int, rng: Random) -> None:
    """Choose exact days within the bounds: a status, due date and days that were sure before must hold for them."""
    as_of = date(2020, 9, 1) + timedelta(days=after)
    facts = [
        fact(n, kind, when, "no_response" if kind == "complaint" and alleges else "")
        for n, (kind, when, alleges) in enumerate(rows)
    ]
    said = stand(RULE, fact(99, "foia_request", asked), facts, as_of)
    assert (said.status == "undetermined") <= bool(said.reason), "where nothing is said, the reason is"
    assert (said.days_min is None) <= (said.days_max is None)
    if said.days_min is not None:
        assert said.days_min > 0
        assert said.days_max is None or said.days_min <= said.days_max
    if said.due.qualifier:
        assert said.status == "undetermined"
    if said.status in ("undetermined", "tolled", "no_answer_recorded"):
        return
    for _ in range(8):
        exact = []
        for number, (kind, when, alleges) in enumerate(rows):
            first, last = bounds(when)
            day = "TBD" if when == "TBD" else first + timedelta(days=rng.randint(0, (last - first).days))
            exact.append(fact(number, kind, f"{day}", "no_response" if kind == "complaint" and alleges else ""))
        first, last = bounds(asked)
        filed = fact(99, "foia_request", f"{first + timedelta(days=rng.randint(0, (last - first).days))}")
        known = stand(RULE, filed, exact, as_of)
        answered = [f.date.latest for f in exact if f.kind == "determination" and f.date.latest]
        early = filed.date.earliest is not None and any(day < filed.date.earliest for day in answered)
        if early or known.reason in CONTRADICTIONS:
            continue  # days so chosen that the rows contradict each other, which the table does not say they do
        if known.status == "no_answer_recorded":
            continue  # the report's own day was chosen so late that it is not known yet
        assert known.status == said.status
        assert not said.due.earliest or said.due.earliest <= known.due.earliest  # type: ignore[operator]
        assert not said.due.latest or known.due.latest <= said.due.latest  # type: ignore[operator]
        if said.days_min is not None:
            assert known.days_min is not None
            assert said.days_min <= known.days_min


def test_a_claim_of_nothing_here_makes_no_reading():
    asked = fact(0, "foia_request", ASKED)
    claim = Claim("elsewhere", fact(1, "event", "2021").date, "Press")
    assert readings(RULE, asked, [], [claim], deadline_id="d", as_of=date(2021, 4, 13)) == ()
