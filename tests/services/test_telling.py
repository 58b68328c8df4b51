"""Findings are told in the words of the client; what they quote stays as it was written."""

from __future__ import annotations

from touchmap.domain.model import Model
from touchmap.domain.records import Term, Workshop
from touchmap.domain.rules import CATALOGUE
from touchmap.domain.rules.finding import Finding
from touchmap.report.content.findings import GROUPS_APART
from touchmap.report.content.labels import labels_of
from touchmap.services.telling import retold, retold_rule, tight

LABELS = labels_of(Model(Workshop(id="w", title="W"), [Term(id="t", term="guest", label_for="customer")]))


def finding(sentence: str, code: str = "TM101") -> Finding:
    return Finding(code, "warning", sentence, "Ask a customer.", "w")


def test_a_sentence_has_the_word_of_the_client_and_what_it_quotes_stays() -> None:
    told = retold(LABELS, finding("40 % of customers go from “The customer waits 5 % longer”."))
    assert told.sentence == "40\u202f% of guests go from “The customer waits 5\u202f% longer”."
    assert told.remedy == "Ask a guest."


def test_names_of_groups_are_never_changed() -> None:
    sentence = "customers and staff disagree."
    assert retold(LABELS, finding(sentence, GROUPS_APART)).sentence == sentence


def test_every_rule_can_be_told() -> None:
    for rule in CATALOGUE:
        told = retold_rule(LABELS, rule)
        assert told.code == rule.code
        assert "customer" not in told.title.lower()


def test_only_a_space_between_a_figure_and_its_sign_is_kept_together() -> None:
    assert tight("12 % of 3 and % alone") == "12\u202f% of 3 and % alone"
