"""Drafts of answers to a choice between amounts: which of them do the documents print for the thing.

河道经费是20万还是17.3万  →  河道经费以表格为准是 20.00 万元; 17.3万 is in the text of page 7: 不一致, both cited
"""

from __future__ import annotations

from collections.abc import Sequence

from answering.choosing import same_value
from answering.compose import Work, finished, said_as
from answering.conflicts import contradiction
from answering.draft import Draft, Echo, Line, Piece, Words
from answering.elsewhere import printed_elsewhere
from answering.found import Found
from answering.phrases import label_of, number_of
from disclosure.amount import Amount
from disclosure.answer import Verdict
from disclosure.figure import Discrepancy, Figure


def choice(work: Work, found: Found, claimed: Sequence[Amount]) -> Draft:
    """Each of several amounts, with where it is printed for the thing; the figure of the table is the headline."""
    figure = found.figure
    assert figure is not None and figure.amount is not None
    prints = [(amount, _printed(work, found, amount)) for amount in claimed]
    others = _others(figure, [one for _, one in prints if one is not None])
    name = Echo(label_of(figure), figure)
    if others:
        head = (Words("不一致：文件里有不同的数。"), name, Words("以表格为准是 " if figure.table_id else "先写的是 "))
        lines = [Line((*head, number_of(figure, bold=True, verdict=Verdict.CONFLICT)), headline=True)]
    else:
        lead = "" if any(one is not None for _, one in prints) else "都不是，与文件不符。"
        lines = [Line((Words(lead), name, Words("为 "), number_of(figure, bold=True)), headline=True)]
    lines.append(Line(work.place(figure)))
    lines += [_line(work, amount, one, figure) for amount, one in prints]
    if others:
        discrepancy = Discrepancy((figure, *others), "文件中不同的地方给出了不同的数")
        lines.append(contradiction(discrepancy))
        draft = finished(work, lines, [])
        return Draft(draft.status, draft.lines, None, (), (), (discrepancy,), tuple(pick.match for pick in found.picks[:1]))
    return finished(work, lines, [found])


def _printed(work: Work, found: Found, amount: Amount) -> Figure | None:
    """Where the amount is printed for the thing: the place that prints it so, else one that it rounds."""
    own = [pick.figure for pick in (*found.picks, *found.others) if pick.amount is not None and pick.amount.agrees_with(amount)]
    exact = [figure for figure in own if figure.amount is not None and figure.amount.in_base == amount.in_base]
    return next(iter(exact), None) or printed_elsewhere(work, found, amount) or next(iter(own), None)


def _others(figure: Figure, prints: Sequence[Figure]) -> list[Figure]:
    kept: list[Figure] = []
    for one in prints:
        if not any(same_value(one, other) for other in (figure, *kept)):
            kept.append(one)
    return kept


def _line(work: Work, amount: Amount, one: Figure | None, figure: Figure) -> Line:
    words = said_as(work.plan.question, amount)
    said: tuple[Piece, ...] = (Words("- 问题中的 "), Echo(words)) if words else (Words("- 问题中的数"),)
    if one is None:
        return Line((*said, Words("：文件里没有给它印这个数")))
    agrees = same_value(one, figure)
    lead = "：一致，印的是 " if agrees else "：不一致，印的是 "
    verdict = None if agrees else Verdict.CONFLICT
    return Line((*said, Words(lead), number_of(one, verdict=verdict), Words("（"), *work.place(one), Words("）")))
