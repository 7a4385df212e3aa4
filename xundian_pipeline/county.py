"""Everything that belongs to one county, read from its folder under seeds/counties."""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas
import yaml

from schemas.registry import FEEDS
from xundian_pipeline.errors import PipelineError
from xundian_pipeline.parameters import Parameters

TOWNSHIP_DIGITS = 9
"""The first digits of a village's code are its township's."""

PARAMETERS_FILE = "parameters.yaml"
VALUES = "values.yaml"
OWN_RULES = "rules"
"""The folder of a county's own rules, in its folder."""

COUNTY_VARIABLE = "XUNDIAN_COUNTY"
"""The environment variable that names the county's folder, for the interface's processes as for the commands."""

COUNTIES = Path(__file__).resolve().parents[1] / "seeds" / "counties"


@dataclass(frozen=True)
class RuleBook:
    """Which rules are in force, in which version.

    `own_rules` is the folder of the county's own rules, laid out like xundian_pipeline/rules; None where it has none.
    """

    version: str
    source: str
    household: tuple[str, ...]
    village: tuple[str, ...]
    county: tuple[str, ...]
    measures: tuple[str, ...]
    findings: tuple[str, ...]
    management: tuple[str, ...]
    own_rules: Path | None = None

    @property
    def indicators(self) -> dict[str, tuple[str, ...]]:
        """The codes of the indicators in force by whom they judge, which is also the folder of their files."""
        return {"household": self.household, "village": self.village, "county": self.county}


@dataclass(frozen=True)
class County:
    """One county: its codes, parameters, header synonyms and rule book.

    `value_spellings` gives, for the header of a column of codes, how the county's departments write them -> the code.
    `tiles` gives row and column of each township in a schematic that keeps their order on the ground; a county may have
    none.
    """

    code: str
    name: str
    timezone: str
    header_synonyms: dict[str, tuple[str, ...]]
    value_spellings: dict[str, dict[str, str]]
    divisions: pandas.DataFrame
    parameters: Parameters
    rules: RuleBook
    folder: Path
    tiles: dict[str, tuple[int, int]] = field(default_factory=dict)

    def code_on(self, day: datetime.date) -> dict[str, str]:
        """Return, for each village code of the list that is not in force on `day`, the code that is (ruling 38).

        A code replaced on or before `day` is read as its successor, one not yet valid as its predecessor; chains are
        followed. A code that several others were merged into has no single predecessor and is left as it is.
        """
        text = day.isoformat()
        villages = self._divisions_of("村级")
        successor = {
            row["code"]: row["successor"] for row in villages if row["replaced_on"] and row["replaced_on"] <= text
        }
        predecessors: dict[str, list[str]] = {}
        for row in villages:
            if row["successor"]:
                predecessors.setdefault(row["successor"], []).append(row["code"])
        predecessor = {
            row["code"]: predecessors[row["code"]][0]
            for row in villages
            if row["valid_from"] > text and len(predecessors.get(row["code"], [])) == 1
        }
        step = {**predecessor, **successor}
        return {code: _follow(code, step) for code in step}

    @cached_property
    def township_names(self) -> dict[str, str]:
        """Nine-digit code of each township -> its name on the list."""
        return {
            row["code"]: row["name_2023"] or row["name_2016"] or row["short_name"] for row in self._divisions_of("乡级")
        }

    def divisions_in_force(self, level: str, day: datetime.date) -> int:
        """Return how many divisions of a level (乡级, 村级) of the list are in force on `day`; 0 without a list."""
        return len(self.list_in_force(level, day))

    def list_in_force(self, level: str, day: datetime.date) -> dict[str, str]:
        """Return the divisions of a level of the list that are in force on `day`, code -> short name, in its order."""
        text = day.isoformat()
        return {
            row["code"]: row["short_name"]
            for row in self._divisions_of(level)
            if row["valid_from"] <= text and not (row["replaced_on"] and row["replaced_on"] <= text)
        }

    def _divisions_of(self, level: str) -> list[dict[str, str]]:
        return [
            {str(name): str(value) for name, value in row.items()}
            for row in self.divisions[self.divisions["level"] == level].to_dict("records")
        ]


def load_county(folder: Path | None = None) -> County:
    """Load a county from `folder`; without one, from the folder that XUNDIAN_COUNTY names, else the only one under
    seeds/counties.

    Raises PipelineError where there is not exactly one, or a file of it is missing or says what cannot be.
    """
    folder = folder or _chosen_county() or _only_county()
    try:
        about = yaml.safe_load((folder / "county.yaml").read_text("utf-8"))
        synonyms = yaml.safe_load((folder / "headers.yaml").read_text("utf-8")) or {}
        rules = yaml.safe_load((folder / "rules.yaml").read_text("utf-8"))
        divisions = pandas.read_csv(folder / "divisions.csv", dtype=str, keep_default_na=False)
        spellings = _spellings(folder / VALUES)
    except FileNotFoundError as error:
        raise PipelineError(f"县的设置缺少文件 {Path(str(error.filename)).name}，请补齐后再运行。") from None
    return County(
        code=str(about["code"]),
        name=about["name"],
        timezone=about["timezone"],
        header_synonyms={header: tuple(spellings) for header, spellings in synonyms.items()},
        value_spellings=spellings,
        divisions=divisions,
        parameters=Parameters.read(folder / PARAMETERS_FILE),
        rules=RuleBook(
            version=str(rules["version"]),
            source=rules["source"],
            household=tuple(rules["household"]),
            village=tuple(rules["village"]),
            county=tuple(rules["county"]),
            measures=tuple(rules["measures"]),
            findings=tuple(rules["findings"]),
            management=tuple(rules["management"]),
            own_rules=folder / OWN_RULES if (folder / OWN_RULES).is_dir() else None,
        ),
        folder=folder,
        tiles=_tiles(folder),
    )


def _tiles(folder: Path) -> dict[str, tuple[int, int]]:
    if not (folder / "tiles.csv").exists():
        return {}
    tiles = pandas.read_csv(folder / "tiles.csv", dtype={"code": str})
    return {row["code"]: (int(row["row"]), int(row["column"])) for row in tiles.to_dict("records")}


def _spellings(path: Path) -> dict[str, dict[str, str]]:
    """Read how departments write codes; a county may have no such file. A spelling is compared without white space."""
    content = yaml.safe_load(path.read_text("utf-8")) if path.exists() else None
    spellings: dict[str, dict[str, str]] = {}
    for header, codes in (content or {}).items():
        allowed = {
            value
            for feed in FEEDS.values()
            for column in feed.columns
            if column.header == header
            for value in column.allowed
        }
        unknown = [str(code) for code in codes.values() if code not in allowed]
        if unknown:
            raise PipelineError(
                f"县的设置文件 {VALUES} 里“{header}”的 {'、'.join(unknown)} 不是名册里的写法，应当是 "
                f"{'、'.join(sorted(allowed)) or '某份名册的表头'}。"
            )
        spellings[header] = {str(written): code for written, code in codes.items()}
    return spellings


def _chosen_county() -> Path | None:
    named = os.environ.get(COUNTY_VARIABLE)
    if not named:
        return None
    folder = Path(named)
    if not (folder / "county.yaml").is_file():
        raise PipelineError(f"县的文件夹 {folder} 里没有 county.yaml：请核对路径。")
    return folder


def _only_county() -> Path:
    folders = sorted(path for path in COUNTIES.iterdir() if (path / "county.yaml").exists())
    if len(folders) != 1:
        raise PipelineError("seeds/counties 下应当只有一个县的文件夹；多个县请指明用哪一个。")
    return folders[0]


def _follow(code: str, step: dict[str, str]) -> str:
    seen = {code}
    while code in step and step[code] not in seen:
        code = step[code]
        seen.add(code)
    return code
