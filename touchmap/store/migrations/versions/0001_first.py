"""The first tables: a workshop, its records of every kind, and the lists by which they name one another.

Frozen as released: a later change of the records is a later migration, never a change here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Items = Callable[[str], list[Any]]
DEFERRED: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}
SORT_KEY = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


PARENTS = {
    "stage": "journey",
    "touchpoint": "stage",
    "outcome": "journey",
    "transition": "journey",
    "statement": "touchpoint",
    "standard": "touchpoint",
    "measure": "touchpoint",
    "activity": "touchpoint",
    "perception": "touchpoint",
    "story": "touchpoint",
    "behaviour": "touchpoint",
    "opportunity": "touchpoint",
    "vote": "opportunity",
    "cause": "cause",
}


def check(table: str, name: str, sql: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(sql, name=f"ck_{table}_{name}")


def key(table: str, column: str, kind: str, on_delete: str | None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id", column],
        [f"{kind}.workshop_id", f"{kind}.id"],
        name=f"fk_{table}_{column}",
        ondelete=on_delete,
        **DEFERRED,
    )


def plain(name: str, type: Any, required: bool = False) -> Items:
    return lambda table: [sa.Column(name, type, nullable=not required)]


def checked(name: str, type: Any, required: bool, sql: str) -> Items:
    return lambda table: [sa.Column(name, type, nullable=not required), check(table, name, f"{name} {sql}")]


def text(name: str, limit: int, required: bool = False) -> Items:
    return lambda table: [
        sa.Column(name, sa.Text(), nullable=not required),
        check(table, name, f"length({name}) <= {limit}"),
    ]


def choice(name: str, words: str, required: bool = False) -> Items:
    listed = ", ".join(f"'{word}'" for word in words.split("|"))
    return checked(name, sa.Text(), required, f"IN ({listed})")


def whole(name: str, low: int, high: int, required: bool = False) -> Items:
    return checked(name, sa.Integer(), required, f"BETWEEN {low} AND {high}")


def number(name: str, low: int, high: int, required: bool = False) -> Items:
    return checked(name, sa.Double(), required, f"BETWEEN {low} AND {high}")


def parent(kind: str, required: bool = False) -> Items:
    column = f"{kind}_id"
    return lambda table: [
        sa.Column(column, sa.Text(), nullable=not required),
        key(table, column, kind, "CASCADE"),
    ]


def reference(column: str, kind: str, required: bool = False, later: bool = False) -> Items:
    """`later`: the table it names is made after this one, which only SQLite allows inside CREATE TABLE."""

    def items(table: str) -> list[Any]:
        found: list[Any] = [
            sa.Column(column, sa.Text(), nullable=not required),
            sa.Index(f"ix_{table}_{column}", "workshop_id", column),
        ]
        if not later or op.get_bind().dialect.name == "sqlite":
            found.append(key(table, column, kind, "CASCADE" if required else None))
        return found

    return items


def either(name: str, *kinds: str) -> Items:
    """A reference to one of several kinds: a column for each, exactly one of them filled."""
    columns = {f"{name}_{kind}_id": kind for kind in kinds}
    given = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return lambda table: [
        *(sa.Column(column, sa.Text()) for column in columns),
        *(key(table, column, kind, "CASCADE") for column, kind in columns.items()),
        *(sa.Index(f"ix_{table}_{column}", "workshop_id", column) for column in columns),
        check(table, name, f"{given} = 1"),
    ]


def anything(column: str) -> Items:
    return lambda table: [
        sa.Column(column, sa.Text(), nullable=False),
        sa.Index(f"ix_{table}_{column}", "workshop_id", column),
    ]


def record(kind: str, *fields: Items) -> None:
    """The table of a kind, with what every kind but the workshop has: its workshop and its place among its like."""
    items = [sa.Column("id", sa.Text(), nullable=False), check(kind, "id", "length(id) BETWEEN 1 AND 64")]
    for field in fields:
        items += field(kind)
    if kind == "workshop":
        op.create_table(kind, *items, sa.PrimaryKeyConstraint("id", name=f"pk_{kind}"))
        return
    above = [f"{PARENTS[kind]}_id"] if kind in PARENTS else []
    op.create_table(
        kind,
        sa.Column("workshop_id", sa.Text(), nullable=False),
        *items,
        sa.Column("sort_key", SORT_KEY, nullable=False),
        check(kind, "sort_key", "length(sort_key) BETWEEN 1 AND 500"),
        sa.PrimaryKeyConstraint("workshop_id", "id", name=f"pk_{kind}"),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=f"fk_{kind}_workshop_id", ondelete="CASCADE", **DEFERRED
        ),
        sa.Index(f"ix_{kind}_order", "workshop_id", *above, "sort_key"),
    )


def links(name: str, kind: str, target: str, limit: int) -> None:
    """The table of a list of references: owner, target, place in the list."""
    owner, other = f"{kind}_id", f"{target}_id"
    op.create_table(
        name,
        sa.Column("workshop_id", sa.Text(), nullable=False),
        sa.Column(owner, sa.Text(), nullable=False),
        sa.Column(other, sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workshop_id", owner, other, name=f"pk_{name}"),
        key(name, owner, kind, "CASCADE"),
        key(name, other, target, "CASCADE"),
        check(name, "place", f"place BETWEEN 0 AND {limit - 1}"),
        sa.Index(f"ix_{name}_{other}", "workshop_id", other),
    )


def upgrade() -> None:
    """Makes every table."""
    record(
        "workshop",
        text("title", 200, required=True),
        text("client", 200),
        text("request", 20_000),
        text("summary", 20_000),
        text("industry", 200),
        text("language_", 35),
        text("currency", 3),
        plain("days", sa.JSON(), required=True),
        text("place", 200),
        plain("facilitators", sa.JSON(), required=True),
        plain("groups_", sa.JSON(), required=True),
        text("template", 200),
        plain("sample", sa.Boolean()),
        plain("created_at", sa.DateTime(timezone=True), required=True),
        plain("updated_at", sa.DateTime(timezone=True), required=True),
    )
    record(
        "step",
        text("title", 200, required=True),
        number("minutes", 0, 5_256_000),
        text("instruction", 20_000),
    )
    record(
        "person",
        text("name", 200),
        text("role_", 100),
        text("group_", 100),
    )
    record(
        "persona",
        text("name", 200, required=True),
        text("description", 20_000),
        text("goal", 500),
        number("share", 0, 1),
    )
    record(
        "journey",
        text("name", 200, required=True),
        reference("persona_id", "persona"),
        text("description", 20_000),
        reference("start_id", "touchpoint", later=True),
    )
    record(
        "stage",
        parent("journey", required=True),
        text("name", 200, required=True),
        text("description", 20_000),
    )
    record(
        "touchpoint",
        parent("stage", required=True),
        text("name", 200, required=True),
        text("customer_action", 20_000),
        text("customer_goal", 500),
        text("customer_feeling", 500),
        plain("channels", sa.JSON(), required=True),
        text("place", 200),
        text("time_", 60),
        text("owner", 100),
        number("lead_minutes", 0, 5_256_000),
        plain("critical", sa.Boolean()),
        plain("missing", sa.Boolean()),
        text("backstage", 20_000),
        text("support", 20_000),
    )
    record(
        "outcome",
        parent("journey", required=True),
        text("name", 200, required=True),
        choice("result_", "loyal|satisfied|indifferent|lost", required=True),
        text("description", 20_000),
    )
    record(
        "transition",
        parent("journey", required=True),
        reference("source_id", "touchpoint", required=True),
        either("target", "touchpoint", "outcome"),
        choice("type", "next|choice|failure|recovery|repeat"),
        number("share", 0, 1),
        text("label", 200),
        plain("options", sa.JSON(), required=True),
        plain("offered_by", sa.JSON(), required=True),
        number("within_minutes", 0, 5_256_000),
    )
    record(
        "statement",
        parent("touchpoint", required=True),
        choice("state", "current|desired", required=True),
        text("text", 20_000, required=True),
        choice("evidence", "assumed|staff story|customer story|measured"),
        text("source", 500),
    )
    record(
        "standard",
        parent("touchpoint", required=True),
        text("attribute", 500, required=True),
        number("target", -1_000_000_000, 1_000_000_000),
        text("unit", 40),
        choice("better", "higher|lower|exact"),
        number("tolerance", 0, 1_000_000_000),
        choice("status", "exists|needed|not needed"),
        text("owner", 100),
    )
    record(
        "measure",
        parent("touchpoint", required=True),
        text("name", 500, required=True),
        reference("standard_id", "standard"),
        text("method_", 500),
        text("frequency", 100),
        number("current_", -1_000_000_000, 1_000_000_000),
        text("unit", 40),
        whole("measured", 0, 1_000_000_000),
        whole("within_", 0, 1_000_000_000),
        plain("last_checked", sa.Date()),
        choice("status", "exists|needed"),
    )
    record(
        "activity",
        parent("touchpoint", required=True),
        text("name", 500, required=True),
        text("actor", 100),
        number("minutes", 0, 5_256_000),
        number("times", 0, 10_000),
        number("cost", 0, 1_000_000_000),
        choice("value_class", "value-added|business-necessary|non-value-added|unclassified"),
        choice("would_pay", "yes|no|unknown"),
        choice(
            "waste",
            "defects|over-production|waiting|unused talent|transport|inventory|motion|extra processing",
        ),
        text("reason", 500),
    )
    record(
        "perception",
        parent("touchpoint", required=True),
        reference("person_id", "person"),
        text("group_", 100),
        choice("state", "current|desired"),
        number("emotion", -2, 2),
        whole("personal", 1, 5),
        whole("performance", 1, 5),
        whole("rational", 1, 5),
        whole("bond", 1, 5),
        whole("importance", 1, 5),
        whole("ease", 1, 7),
        whole("recommend", 0, 10),
        text("remark", 20_000),
    )
    record(
        "story",
        parent("touchpoint", required=True),
        text("text", 20_000, required=True),
        text("teller", 100),
        plain("told_on", sa.Date()),
        text("place", 200),
        choice("consent", "yes|anonymous|no"),
    )
    record(
        "behaviour",
        parent("touchpoint", required=True),
        text("text", 500, required=True),
        text("opposite", 500),
        text("role_", 100),
        text("staff_group", 100),
        whole("ability", 1, 5),
        whole("motivation", 1, 5),
        whole("opportunity", 1, 5),
        choice("desired_consequence", "rewarded|ignored|punished"),
        choice("opposite_consequence", "rewarded|ignored|punished"),
        text("reward", 500),
    )
    record(
        "opportunity",
        parent("touchpoint", required=True),
        text("title", 500, required=True),
        text("description", 20_000),
        text("theme", 100),
        text("proposed_by", 100),
    )
    record(
        "vote",
        parent("opportunity", required=True),
        reference("person_id", "person"),
        text("group_", 100),
        whole("dots", 0, 100),
        whole("impact", 1, 5),
        whole("effort", 1, 5),
    )
    record(
        "term",
        text("term", 200, required=True),
        text("meaning", 20_000),
        text("replaces", 200),
        choice(
            "label_for",
            "customer|touchpoint|stage|journey|standard|measure|activity|story|opportunity|cause|intervention|commitment",
        ),
        choice("origin", "organisation|industry"),
    )
    record(
        "cause",
        parent("cause"),
        text("text", 500, required=True),
        choice(
            "type",
            "skill|practice|feedback|incentive|standard|measure|process|tool|policy|capacity|communication",
        ),
        plain("root", sa.Boolean()),
        choice("evidence", "assumed|staff story|customer story|measured"),
        choice("worth_fixing", "yes|no|unknown"),
        choice("could_do_it", "yes|no|unknown"),
        choice("did_it_before", "yes|no|unknown"),
        choice("does_it_often", "yes|no|unknown"),
        choice("simpler_way", "yes|no|unknown"),
        choice("is_punished", "yes|no|unknown"),
        choice("omission_rewarded", "yes|no|unknown"),
        choice("matters", "yes|no|unknown"),
        text("obstacle", 500),
    )
    record(
        "intervention",
        text("title", 200, required=True),
        choice(
            "type",
            "training of staff|training of operations|standard|measure|process change|tool|incentive|policy|recovery"
            "|communication|capacity",
            required=True,
        ),
        text("description", 20_000),
        plain("audience", sa.JSON(), required=True),
    )
    record(
        "commitment",
        reference("intervention_id", "intervention"),
        text("action", 500),
        text("owner", 200),
        plain("due", sa.Date()),
        text("measure", 500),
        plain("no_action", sa.Boolean()),
        text("reason", 500),
        choice("status", "open|done|dropped"),
    )
    record(
        "comment",
        anything("about_id"),
        text("text", 20_000, required=True),
        text("author", 200),
        plain("at_", sa.DateTime(timezone=True)),
        plain("resolved", sa.Boolean()),
    )
    record(
        "version",
        whole("number", 1, 1_000_000, required=True),
        text("title", 200),
        text("note", 20_000),
        text("made_by", 200),
        plain("made_at", sa.DateTime(timezone=True)),
        text("frozen", 2_000_000),
        text("signed_by", 200),
        plain("signed_at", sa.DateTime(timezone=True)),
    )
    links("term_touchpoints", "term", "touchpoint", 200)
    links("cause_touchpoints", "cause", "touchpoint", 200)
    links("intervention_causes", "intervention", "cause", 200)
    links("intervention_opportunities", "intervention", "opportunity", 200)
    links("intervention_touchpoints", "intervention", "touchpoint", 200)
    links("commitment_measures", "commitment", "measure", 200)
    if op.get_bind().dialect.name != "sqlite":
        op.create_foreign_key(
            "fk_journey_start_id",
            "journey",
            "touchpoint",
            ["workshop_id", "start_id"],
            ["workshop_id", "id"],
            deferrable=True,
            initially="DEFERRED",
        )
