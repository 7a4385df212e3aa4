"""How a record and a member are compared: the fields, and the levels at which they agree, from most to least.

A level is a condition in SQL over the columns of both (`_l` the record's, `_r` the member's); the first that holds
is the pair's. Its code is what `quality.link_proposals` shows. How much a level weighs is data: see `linkage_model`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

NONE = "none"
"""The code where there is nothing to compare: the level weighs nothing."""

_COMPARED = re.compile(r"\b([a-z_]+)_([lr])\b")

_ONE_OTHER_OF_17 = (
    "(length(left(number_l, 17)) = length(left(number_r, 17))"
    " AND levenshtein(left(number_l, 17), left(number_r, 17)) = 1)"
)
"""One figure differs before the check digit: of equal length one edit is one other figure. DuckDB's `hamming` says the
same, but fails on texts of two lengths, whatever condition stands beside it."""

_LIKE_NUMBER = (
    "(damerau_levenshtein(number_l, number_r) <= 1"
    " OR ((rounded_l OR rounded_r) AND left(number_l, 15) = left(number_r, 15))"
    f" OR (short_l AND {_ONE_OTHER_OF_17}))"
)
"""Numbers that a single slip, or a spreadsheet's rounding, would make of one another. Their dates and sexes agree with
them: counting these again would count one agreement twice."""


@dataclass(frozen=True)
class Comparison:
    """One field. `nothing` says in SQL where there is nothing to compare; `levels` maps codes to conditions in SQL, the
    last being everything else."""

    field: str
    nothing: str
    levels: Mapping[str, str]


COMPARISONS = (
    Comparison(
        "name",
        "name_key_l IS NULL OR name_key_r IS NULL",
        {
            "equal": "name_key_l = name_key_r",
            "one_of_two": (
                "length(name_key_l) = 2 AND length(name_key_r) = 2 AND levenshtein(name_key_l, name_key_r) = 1"
            ),
            "one_character": ("length(name_key_l) = length(name_key_r) AND levenshtein(name_key_l, name_key_r) = 1"),
            "one_more": "levenshtein(name_key_l, name_key_r) = 1",
            "different": "ELSE",
        },
    ),
    Comparison(
        "number",
        "number_l IS NULL OR number_r IS NULL",
        {
            "equal": "number_l = number_r AND NOT rounded_l AND NOT rounded_r",
            "check_digit": (
                "length(number_l) = 18 AND length(number_r) = 18 AND NOT rounded_l AND NOT rounded_r"
                " AND left(number_l, 17) = left(number_r, 17)"
            ),
            "rounded": "(rounded_l OR rounded_r) AND left(number_l, 15) = left(number_r, 15)",
            "one_digit": (
                "length(number_l) = 18 AND length(number_r) = 18"
                f" AND (levenshtein(number_l, number_r) = 1 OR (short_l AND {_ONE_OTHER_OF_17}))"
            ),
            "exchanged": ("length(number_l) = length(number_r) AND damerau_levenshtein(number_l, number_r) = 1"),
            "length": "damerau_levenshtein(number_l, number_r) = 1",
            "different": "ELSE",
        },
    ),
    Comparison(
        "birth_date",
        f"birth_digits_l IS NULL OR birth_digits_r IS NULL OR coalesce({_LIKE_NUMBER}, FALSE)",
        {
            "equal": "birth_digits_l = birth_digits_r",
            "day_and_month": (
                "left(birth_digits_l, 4) = left(birth_digits_r, 4)"
                " AND right(birth_digits_l, 2) = substr(birth_digits_r, 5, 2)"
                " AND substr(birth_digits_l, 5, 2) = right(birth_digits_r, 2)"
            ),
            "one_digit": "levenshtein(birth_digits_l, birth_digits_r) = 1",
            "year": (
                "right(birth_digits_l, 4) = right(birth_digits_r, 4) AND"
                " abs(try_cast(left(birth_digits_l, 4) AS INTEGER) - try_cast(left(birth_digits_r, 4) AS INTEGER)) = 1"
            ),
            "different": "ELSE",
        },
    ),
    Comparison(
        "sex",
        f"sex_l IS NULL OR sex_r IS NULL OR coalesce({_LIKE_NUMBER}, FALSE)",
        {"equal": "sex_l = sex_r", "different": "ELSE"},
    ),
    Comparison(
        "village",
        "village_code_l IS NULL OR village_code_r IS NULL",
        {
            "equal": "village_code_l = village_code_r",
            "township": "left(village_code_l, 9) = left(village_code_r, 9)",
            "different": "ELSE",
        },
    ),
    Comparison(
        "head",
        "head_id_number_l IS NULL OR head_id_number_r IS NULL",
        {"equal": "head_id_number_l = head_id_number_r", "different": "ELSE"},
    ),
)
"""Name, number, birth date, sex, village, head's number."""


def compared_columns(comparison: Comparison) -> dict[str, list[str]]:
    """The columns that a comparison looks at: of the record (`l`) and of the member (`r`)."""
    found = set(_COMPARED.findall(" ".join((comparison.nothing, *comparison.levels.values()))))
    return {side: sorted(column for column, of_side in found if of_side == side) for side in ("l", "r")}


def agreement_codes(comparison: Comparison) -> list[str]:
    """The codes of a comparison in the order in which splink numbers its levels: from `different`, which is 0, up."""
    return list(comparison.levels)[::-1]
