"""The model of the match weights: read whole or not at all, and given to splink as it stands."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.acceptance.sheets import county
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.people.comparisons import COMPARISONS
from xundian_pipeline.people.linkage_model import FILE, Level, read_linkage_model
from xundian_pipeline.people.weights import settings

INCOMPLETE = "县的设置文件 linkage.yaml 不完整：请用原来的文件，或重新估计后再运行。"


def content() -> dict[str, Any]:
    """The county's own file."""
    read: dict[str, Any] = yaml.safe_load((county().folder / FILE).read_text("utf-8"))
    return read


def written(folder: Path, changed: Any) -> Path:
    """A county's folder with such a file."""
    (folder / FILE).write_text(yaml.safe_dump(changed, allow_unicode=True), "utf-8")
    return folder


def test_the_file_is_read_as_utf_8_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str | None] = []
    read = Path.read_text

    def noted(path: Path, encoding: str | None = None) -> str:
        asked.append(encoding)
        return read(path, encoding)

    folder = county().folder
    monkeypatch.setattr(Path, "read_text", noted)
    read_linkage_model(folder)
    assert [str(encoding).lower() for encoding in asked] == ["utf-8"]


def test_every_figure_of_the_file_is_the_models(tmp_path: Path) -> None:
    model, stands = read_linkage_model(written(tmp_path, content())), content()
    assert model.prior == stands["prior"]
    assert model.proposal_weight == Decimal(str(stands["proposal_weight"]))
    assert model.rival_margin == Decimal(str(stands["rival_margin"]))
    assert model.levels == {
        comparison.field: {
            code: Level(
                m=stands["levels"][comparison.field][code]["m"], u=stands["levels"][comparison.field][code]["u"]
            )
            for code in comparison.levels
        }
        for comparison in COMPARISONS
    }


def test_figures_written_as_texts_are_figures(tmp_path: Path) -> None:
    stands = content()
    changed = {**stands, "prior": str(stands["prior"]), "proposal_weight": str(stands["proposal_weight"])}
    assert read_linkage_model(written(tmp_path, changed)) == read_linkage_model(county().folder)


def test_without_the_file_it_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as told:
        read_linkage_model(tmp_path)
    assert told.value.message == "县的设置缺少文件 linkage.yaml，请补齐后再运行。"


@pytest.mark.parametrize("missing", ["prior", "levels", "proposal_weight", "rival_margin"])
def test_a_file_that_lacks_a_figure(missing: str, tmp_path: Path) -> None:
    lacking = {name: value for name, value in content().items() if name != missing}
    with pytest.raises(PipelineError) as told:
        read_linkage_model(written(tmp_path, lacking))
    assert told.value.message == INCOMPLETE


@pytest.mark.parametrize("wrong", [None, [], "many", {"prior": "many"}, {"proposal_weight": "many"}, {"levels": 3}])
def test_a_file_that_says_something_else(wrong: Any, tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as told:
        read_linkage_model(written(tmp_path, {**content(), **wrong} if isinstance(wrong, dict) else wrong))
    assert told.value.message == INCOMPLETE


def test_splink_is_given_the_comparisons_with_the_models_figures() -> None:
    model = read_linkage_model(county().folder)
    described = settings(model)
    comparisons = described.pop("comparisons")
    assert described == {
        "link_type": "link_only",
        "probability_two_random_records_match": model.prior,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [],
    }
    assert comparisons == [
        {
            "output_column_name": comparison.field,
            "comparison_levels": [
                {"sql_condition": comparison.nothing, "label_for_charts": "none", "is_null_level": True},
                *(
                    {
                        "sql_condition": condition,
                        "label_for_charts": code,
                        "m_probability": model.levels[comparison.field][code].m,
                        "u_probability": model.levels[comparison.field][code].u,
                    }
                    for code, condition in comparison.levels.items()
                ),
            ],
        }
        for comparison in COMPARISONS
    ]
