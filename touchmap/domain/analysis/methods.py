"""Every method behind a figure: formula, scale, source and guard rail, for tooltips, the report's appendix and the docs."""

from __future__ import annotations

from dataclasses import dataclass

KEMENY = "Kemeny, J. G. & Snell, J. L. (1960). Finite Markov Chains. Van Nostrand."
GEORGE = "George, M. L. (2002). Lean Six Sigma: Combining Six Sigma Quality with Lean Speed. McGraw-Hill."
ROTHER = "Rother, M. & Shook, J. (1999). Learning to See. Lean Enterprise Institute."
OHNO = "Ohno, T. (1988). Toyota Production System. Productivity Press; Liker, J. K. (2004). The Toyota Way. McGraw-Hill."
SHOSTACK = "Shostack, G. L. (1984). Designing services that deliver. Harvard Business Review 62(1), 133–139."
COMMON = "Common practice; no single source."
ROOM = "Ratings by people in this room; not a survey of customers."


@dataclass(frozen=True, slots=True)
class Method:
    """How a figure is made. `n` says in words what its n counts; `note` is its guard rail, in sentences."""

    key: str
    name: str
    formula: str
    scale: str
    n: str
    source: str
    note: str


_ALL = (
    Method(
        "transition-shares",
        "Shares of customers at a fork",
        "share = as stated; missing shares: (1 − Σ stated) ÷ number missing; if the sum is not 1, each ÷ sum",
        "0–100 %",
        "transitions that leave the touchpoint",
        KEMENY,
        "A share that was not stated is an assumption and marked so, unless it is the only way on.",
    ),
    Method(
        "expected-visits",
        "Expected visits",
        "N = (I − Q)⁻¹; visits to touchpoint j = N[start, j]; chance of coming at all = N[start, j] ÷ N[j, j]",
        "times per customer, 0 and up",
        "transitions of the journey",
        KEMENY,
        "The next step is taken to depend on the present touchpoint only. In a loop without a way out, the visits until "
        "the customer is caught are counted.",
    ),
    Method(
        "outcome-probability",
        "Chance of each outcome",
        "B = N·R; chance of outcome o = B[start, o]",
        "0–100 %; outcomes, dead ends and endless loops add up to 100 %",
        "transitions of the journey",
        KEMENY,
        "Rests on the shares; where these are assumed, so is this.",
    ),
    Method(
        "expected-minutes",
        "Expected minutes per customer",
        "Σ over touchpoints: visits × lead minutes; for those who end in o: Σ visits[j] × minutes[j] × B[j, o] ÷ B[start, o]",
        "minutes, 0 and up",
        "touchpoints with minutes",
        KEMENY,
        "Touchpoints without minutes count as none; the note says how many there are.",
    ),
    Method(
        "outcome-drivers",
        "What drives customers to an outcome",
        "change = P(outcome | passes) − P(outcome); P(outcome | passes j) = B[j, o]",
        "−100 to +100 percentage points",
        "transitions of the journey",
        KEMENY,
        "A connection, not a proof: customers who pass a touchpoint may differ before they come to it.",
    ),
    Method(
        "unavoidable",
        "Unavoidable touchpoints",
        "dominators of the outcome, from the start",
        "touchpoints",
        "ways to the outcome",
        "Lengauer, T. & Tarjan, R. E. (1979). A fast algorithm for finding dominators in a flowgraph. ACM TOPLAS 1(1), "
        "121–141; computed by networkx (Cooper, Harvey & Kennedy 2001).",
        "Ways with a share of 0 are not counted as ways.",
    ),
    Method(
        "likely-path",
        "Most likely paths",
        "largest product of shares = shortest way by −log(share), each touchpoint at most once",
        "0–100 % of customers",
        "transitions on the path",
        "Dijkstra, E. W. (1959). A note on two problems in connexion with graphs. Numerische Mathematik 1, 269–271.",
        "The most likely single path can still be rare where there are many.",
    ),
    Method(
        "rework",
        "Loops and rework",
        "extra visits = Σ over touchpoints of a loop: visits − chance of coming at all; extra minutes = Σ extra visits × minutes",
        "times or minutes per customer",
        "touchpoints in loops",
        "Tarjan, R. E. (1972). Depth-first search and linear graph algorithms. SIAM Journal on Computing 1(2), 146–160; "
        + KEMENY,
        "Coming back is not always waste: a customer may want to.",
    ),
    Method(
        "recovery",
        "Failures and recoveries",
        "failures per customer = visits × share; its recoveries = those that lie ahead off the ordinary course",
        "times per customer, 0 and up",
        "failure transitions",
        "de Matos, C. A., Henrique, J. L. & Rossi, C. A. V. (2007). Service recovery paradox: a meta-analysis. Journal of "
        "Service Research 10(1), 60–77; " + KEMENY,
        "No gain in loyalty is assumed from a recovery: the paradox holds for satisfaction, not for coming back.",
    ),
    Method(
        "value-classes",
        "Minutes by value class",
        "Σ minutes × times of the activities in each class; lead = stated minutes, or the sum of the activities when larger",
        "minutes, 0 and up",
        "activities with minutes",
        ROTHER + " " + GEORGE,
        "Value-added only if the customer cares, it changes the thing, and it is right first time. Business-necessary "
        "needs a named reason. Unclassified stays its own class and never counts as waste; "
        "time that no activity explains is shown apart.",
    ),
    Method(
        "wastes",
        "Waste by kind",
        "Σ visits × non-value-added minutes by kind of waste, largest first; running share of the total",
        "minutes per customer",
        "non-value-added activities with minutes",
        OHNO,
        "Eight kinds: defects, over-production, waiting, unused talent, transport, inventory, motion, extra processing.",
    ),
    Method(
        "pce",
        "Process-cycle efficiency (PCE)",
        "value-added minutes ÷ lead minutes; over the journey: Σ visits × value-added ÷ Σ visits × lead",
        "0–100 %",
        "classified activities with minutes",
        GEORGE,
        "“25 % is often called lean” is a quotation, not a target. No figure while no activity is classified.",
    ),
    Method(
        "emotion",
        "Emotion",
        "median of every rating; the desired curve the same; gap = desired median − current median",
        "−2 very bad … +2 very good",
        "ratings",
        "Smaply's emotion scale; common practice in journey mapping.",
        ROOM,
    ),
    Method(
        "peak-end",
        "Peak–end",
        "(peak + end) ÷ 2; peak = the median with the largest absolute value, ties to the later; end = the last median",
        "−2 … +2",
        "rated touchpoints",
        "Kahneman, D., Fredrickson, B. L., Schreiber, C. A. & Redelmeier, D. A. (1993). When more pain is preferred to less. "
        "Psychological Science 4(6), 401–405.",
        "A heuristic for what is remembered; the mean stands beside it.",
    ),
    Method(
        "distribution",
        "Distribution of ratings",
        "every rating; median; quartiles by linear interpolation",
        "the scale that was rated",
        "ratings",
        COMMON,
        "Never only a mean. Groups of fewer than three people are put together with others when ratings are anonymous.",
    ),
    Method(
        "consensus",
        "Agreement of perceptions",
        "1 + Σ pᵢ × log₂(1 − |xᵢ − μ| ÷ d), d = width of the scale",
        "0 two camps … 1 all the same",
        "ratings",
        "Tastle, W. J. & Wierman, M. J. (2007). Consensus and dissention: A measure of ordinal dispersion. "
        "International Journal of Approximate Reasoning 45(3), 531–545.",
        "Called split below 0.5 with at least five ratings; median and quartiles stand beside it.",
    ),
    Method(
        "two-ps",
        "Two Ps: personal service and performance",
        "median personal against median performance; crosshair at 3, on the line counts as low",
        "1–5 each",
        "people who rated both",
        "The founding documents of the Customer Experience Workshop.",
        ROOM,
    ),
    Method(
        "rational-emotional",
        "Rational and emotional satisfaction",
        "median satisfaction against median bond; crosshair at 3, on the line counts as low",
        "1–5 each",
        "people who rated both",
        "Fleming, J. H. & Asplund, J. (2007). Human Sigma. Gallup Press, pp. 76–77.",
        "Satisfied without a bond behaves like dissatisfied. Gallup: fully engaged customers are a 23 % premium "
        "over the average customer in share of wallet, profitability, revenue and relationship growth; "
        "a quotation, not a promise.",
    ),
    Method(
        "importance-performance",
        "Importance and performance",
        "median importance against median performance; gap = importance − performance; on the line counts as low",
        "1–5 each; crosshair at 3, or at the medians over the journey",
        "people who rated both",
        "Martilla, J. A. & James, J. C. (1977). Importance-performance analysis. Journal of Marketing 41(1), 77–79.",
        ROOM,
    ),
    Method(
        "nps",
        "Net promoter score (NPS)",
        "% (9–10) − % (0–6); standard error = √[(p + d − (p − d)²) ÷ n]",
        "−100 … +100 points",
        "ratings from 0 to 10",
        "Reichheld, F. F. (2003). The one number you need to grow. Harvard Business Review 81(12), 46–54.",
        "With few ratings the standard error is larger than most differences. " + ROOM,
    ),
    Method(
        "csat",
        "Customer satisfaction (CSAT)",
        "% of rational-satisfaction ratings that are 4 or 5",
        "0–100 %",
        "ratings from 1 to 5",
        "Vendors' rules differ, so ours is printed: top two of five.",
        "Never mixed with a mean. " + ROOM,
    ),
    Method(
        "ces",
        "Customer effort score (CES)",
        "% of “made it easy” ratings from 5 to 7; the mean beside it",
        "0–100 %; 1–7, higher is better",
        "ratings from 1 to 7",
        "Dixon, M., Freeman, K. & Toman, N. (2010). Stop trying to delight your customers. "
        "Harvard Business Review 88(7/8), 116–122.",
        ROOM,
    ),
    Method(
        "compliance",
        "Compliance with standards",
        "cases within tolerance ÷ cases measured",
        "0–100 %",
        "cases measured",
        SHOSTACK,
        "Only measures that say both numbers count.",
    ),
    Method(
        "coverage",
        "Standards and measures",
        "standards and measures counted by status: exists, needed, not needed",
        "counts",
        "standards",
        SHOSTACK,
        "A standard that nothing checks is a wish.",
    ),
    Method(
        "constraint",
        "Ability and motivation",
        "the lower of the two is the constraint",
        "1–5 each",
        "behaviours rated",
        "Vroom, V. H. (1964). Work and Motivation. Wiley; Blumberg, M. & Pringle, C. D. (1982). "
        "The missing opportunity in organizational research. Academy of Management Review 7(4), 560–569.",
        "No product of ratings is made.",
    ),
    Method(
        "reward-alignment",
        "Reward alignment",
        "rewarded +1, ignored 0, punished −1; misaligned if opposite ≥ desired",
        "−1, 0, +1 each",
        "behaviours with both consequences",
        "Kerr, S. (1975). On the folly of rewarding A, while hoping for B. Academy of Management Journal 18(4), 769–783.",
        "What in fact happens counts, not what is written.",
    ),
    Method(
        "diagnosis",
        "From cause to intervention",
        "worth fixing? could they do it if their life depended on it? then skill gap (before? often? simpler way?) or not "
        "(punished? omission rewarded? does it matter? what is in the way?)",
        "kinds of intervention",
        "answers given",
        "Mager, R. F. & Pipe, P. (1997). Analyzing Performance Problems, 3rd ed. CEP Press.",
        "Training is proposed for a skill gap only.",
    ),
    Method(
        "root-causes",
        "Root causes",
        "tree from symptom to root; a root is so marked, or a leaf with a kind; counted by kind",
        "counts",
        "causes",
        "Ohno, T. (1988). Toyota Production System. Productivity Press; Ishikawa, K. (1968). Guide to Quality Control. JUSE.",
        "The number of causes of a kind is not their weight.",
    ),
    Method(
        "impact-effort",
        "Impact and effort",
        "median impact, median effort; value ÷ effort = median impact ÷ median effort; dots added; on the line (3) counts as low",
        "1–5 each; dots 0 and up",
        "people who voted",
        COMMON,
        "It orders, it does not decide.",
    ),
    Method(
        "evidence",
        "Evidence",
        "statements and causes counted by what backs them",
        "assumed, staff story, customer story, measured",
        "statements or causes",
        COMMON,
        "A map of assumptions is the room's imagination until somebody checks.",
    ),
)
METHODS: dict[str, Method] = {method.key: method for method in _ALL}
