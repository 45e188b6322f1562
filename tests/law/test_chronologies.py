"""Three requests as courts recounted them, entered as tables: what is computed must be what the court held.

Of each only the days are entered that the sources named beside it give. None of the three courts counted a pause for a
question day by day, and no opinion that does was found; the tables of ``test_clocks`` hold those.
"""

from __future__ import annotations

from tests.rows import deadlines, request, row, suit
from timeline.law.accounts import UNEXTENDED

OWN, APPEAL = "r/{}/us-foia.determination", "r/{}/us-foia.appeal_determination"


def test_crew_v_fec_silence_past_the_time_limit_when_the_suit_came():
    """711 F.3d 180 (D.C. Cir. 2013): time was up on the day of the suit, and no determination had come by then.

    The acknowledgement and a promise of records were none. The request is of March 7, 2011
    (http://dc.findacase.com/research/wfrmDocViewer.aspx/xq/fac.20111230_0001091.DDC.htm/qx), the complaint of May 23
    (https://pl.scribd.com/document/56153743); the letter that decided came only after it
    (https://www.citizen.org/litigation/citizens-for-responsibility-and-ethics-in-washington-v-federal-election-commission/,
    https://cetient.com/case/856917/citizens-for-responsibility-and-ethics-v-federal-election-commission).
    """
    rows = [
        request("2011-03-07", agency="FEC"),
        row("acknowledgement", "[2011-03-07..2011-05-23]", agency="FEC"),
        suit("2011-05-23", agency="FEC"),
    ]
    for later in ([], [row("determination", "[2011-05-24..]", agency="FEC")]):
        found = deadlines(*rows, *later, as_of="2011-05-23")[OWN.format("FEC")]
        assert (found["date"], found["status"], found["days_overdue_min"]) == ("2011-04-04", "overdue", 49)
        assert found["assumptions"] == "received_when_sent; no_extension_known; no_tolling_known"


def test_coleman_v_dea_neither_the_request_nor_the_appeal_was_decided_in_time():
    """714 F.3d 816 (4th Cir. 2013): sixteen months for the request, seven for the appeal, twenty days for each.

    The days, as http://sclawreview.org/coleman-v-drug-enforcement-administration-no-11-1999/ retells the opinion
    (http://www.ecases.us/case/ca4/c4616066/coleman-v-drug-enforcement-administration): asked on February 29, 2008,
    received on March 4; refused on July 14, 2009; appealed on July 31, received on August 18; remanded on March 29, 2010.
    """
    rows = [
        request("2008-02-29", agency="DEA"),
        row("receipt", "2008-03-04", agency="DEA"),
        row("determination", "2009-07-14", agency="DEA"),
        row("appeal", "2009-08-18", agency="DEA"),
        row("appeal_determination", "2010-03-29", agency="DEA"),
    ]
    found = deadlines(*rows, as_of="2010-12-31")
    own, appeal = found[OWN.format("DEA")], found[APPEAL.format("DEA")]
    assert (own["date"], own["status"], own["days_overdue_min"]) == ("2008-04-01", "met_late", 469)
    assert (appeal["date"], appeal["status"], appeal["days_overdue_min"]) == ("2009-09-16", "met_late", 194)


def test_cei_v_epa_whether_the_suit_came_too_early_cannot_be_said():
    """167 F. Supp. 3d 74 (D.D.C. 2016): when the appeal was received, and so whether the suit was early, is unknown.

    The appeal was sent on January 8, 2015; the agency says that it came on January 12 and that it extended its time;
    the suit is of February 11. "The threshold question of timeliness is therefore impossible to answer"
    (https://www.justice.gov/oip/competitive-enter-inst-v-epa-no-15-215-2016-us-dist-lexis-27580-ddc-mar-4-2016-collyer-j,
    http://foiaproject.org/case_detail?title=on&style=foia&case_id=27435). The day of the notice was not found.
    """
    rows = [
        request("2014-05-13", agency="EPA"),
        row("appeal", "2015-01-08", agency="EPA", id="a"),
        row("appeal", "2015-01-12", agency="EPA", claim_of="a", source_title="EPA"),
        row("extension", "TBD", agency="EPA"),
        suit("2015-02-11", agency="EPA", alleges=""),
    ]
    found = deadlines(*rows, as_of="2016-03-04")[APPEAL.format("EPA")]
    assert (found["date"], found["status"], found["reason"]) == (
        "[2015-02-06..2015-02-23]", "undetermined", "suit_before_due",
    )  # fmt: skip
    readings = {r["account"]: (r["due"], r["status"]) for r in found["readings"]}
    assert readings == {
        "EPA": ("[2015-02-10..2015-02-25]", "undetermined"),
        UNEXTENDED: ("2015-02-06", "no_answer_recorded"),
    }
