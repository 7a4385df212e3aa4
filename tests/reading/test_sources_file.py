"""The sources file: tables and queries of databases by feed."""

import pytest
import sqlalchemy

from xundian_pipeline.errors import PipelineError
from xundian_pipeline.reading import read_sources_file

GOOD = """
dibao:
  - url: postgresql://reader:${DIBAO_PASSWORD}@10.0.0.5/civil
    table: public.dibao
    order_by: 身份证号, 开始月份 desc
  - url: sqlite:///a.db
    query: SELECT 1
  - url: sqlite:///a.db
    table: x
  - {url: "sqlite:///a.db", query: SELECT 2, order_by: [a, b]}
deaths:
  - {url: "sqlite:///a.db", query: SELECT 3}
"""


def write(tmp_path, text: str):
    path = tmp_path / "sources.yaml"
    path.write_text(text, "utf-8")
    return path


def test_sources_by_feed(tmp_path, monkeypatch):
    monkeypatch.setenv("DIBAO_PASSWORD", "p@ss:w/rd%")
    sources = read_sources_file(write(tmp_path, GOOD))
    assert list(sources) == ["dibao", "deaths"]
    assert [source.source for source in sources["dibao"]] == [
        "db:dibao:public.dibao",
        "db:dibao:query1",
        "db:dibao:x",
        "db:dibao:query2",
    ]
    assert [source.source for source in sources["deaths"]] == ["db:deaths:query1"]
    assert sources["dibao"][0].order_by == ("身份证号", "开始月份 desc")
    assert sources["dibao"][3].order_by == ("a", "b")
    url = sqlalchemy.make_url(sources["dibao"][0].connection_url())
    assert (url.password, url.username, url.host, url.database) == ("p@ss:w/rd%", "reader", "10.0.0.5", "civil")


def test_no_password_is_kept_or_shown(tmp_path, monkeypatch):
    monkeypatch.setenv("DIBAO_PASSWORD", "s3cret")
    sources = read_sources_file(write(tmp_path, GOOD))
    assert "s3cret" not in repr(sources)
    assert "reader" not in repr(sources)
    assert all("s3cret" not in str(vars(source)) for source in sources["dibao"])


def test_a_variable_that_is_not_set_is_named_but_not_the_address(tmp_path, monkeypatch):
    monkeypatch.delenv("DIBAO_PASSWORD", raising=False)
    with pytest.raises(PipelineError) as caught:
        read_sources_file(write(tmp_path, GOOD))
    assert "DIBAO_PASSWORD" in caught.value.message
    assert "reader" not in caught.value.message
    assert "10.0.0.5" not in caught.value.message


def test_an_empty_file_names_no_sources(tmp_path):
    assert read_sources_file(write(tmp_path, "# 没有数据库\n")) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dibao: [", "第1行附近不是正确的 YAML|第2行附近不是正确的 YAML"),
        ("- dibao", "应当是“数据编号: 列表”的形式"),
        ("低保: []", "“低保”不是已知的数据编号"),
        ("dibao: x", "下面应当是列表"),
        ("dibao: [{url: 'sqlite://'}]", "“dibao”的第1项必须有 url，并在 table 和 query 中恰好写一个"),
        ("dibao: [{table: x}]", "必须有 url"),
        ("dibao: [{url: 'sqlite://', table: x, query: y}]", "恰好写一个"),
        ("dibao: [{url: 'sqlite://', table: x, password: s3cret}]", "只能写 url、table（或 query）、order_by"),
        ("dibao: [{url: 'sqlite://', table: 5}]", "都应当是文字"),
        ("dibao: [{url: 'sqlite://', table: ' '}]", "都应当是文字"),
        ("dibao: [{url: 'sqlite://', table: x, order_by: 5}]", "order_by 应当是列名或列名的列表"),
        ("dibao: [s3cret]", "只能写"),
    ],
)
def test_mistakes_are_told(tmp_path, text, said):
    with pytest.raises(PipelineError) as caught:
        read_sources_file(write(tmp_path, text))
    assert any(part in caught.value.message for part in said.split("|"))
    assert "s3cret" not in caught.value.message


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(PipelineError, match="不存在"):
        read_sources_file(tmp_path / "nowhere.yaml")
    path = tmp_path / "a.yaml"
    path.write_bytes("低保:".encode("gb18030"))
    with pytest.raises(PipelineError, match="保存为 UTF-8"):
        read_sources_file(path)
    with pytest.raises(PipelineError, match="无法读取"):
        read_sources_file(tmp_path)
