"use strict";
// The board draws one place at a time, the county, a township or a village, as the address says: #, #<9>, #<12 digits>.

const board = JSON.parse(document.getElementById("numbers").textContent);
const SIGNS = { pass: "✓", fail: "✗", unknown: "？", exit_ready: "✓", not_ready: "✗", verify: "？" };
const KINDS = { exit_ready: "pass", not_ready: "fail", verify: "unknown", pass: "pass", fail: "fail", unknown: "unknown" };
const COLOURS = { pass: "#0072b2", fail: "#d55e00", unknown: "#f0c400" };
const HOUSEHOLD = Object.keys(board.words.indicators).filter((code) => code[0] === "H");
const VILLAGE = Object.keys(board.words.indicators).filter((code) => code[0] === "V");
const ROWS_ON_PAPER = 6;

let charts = [];

// ---- making elements: texts from files become text, never markup ---------------------------------------------------
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}
const number = (value) => Number(value).toLocaleString("zh-CN");
const percent = (part, whole) => (whole ? `${((100 * part) / whole).toFixed(1)}%` : "—");
const link = (code, text) => element("a", { href: `#${code}` }, text);
const empty = (text) => element("p", { class: "empty" }, text);

function mark(status, text) {
  const kind = KINDS[status] || "none";
  const word = board.words.statuses[status] || board.words.results[status] || "没有判定";
  return element("span", { class: `mark ${kind}`, title: word }, text === undefined ? SIGNS[status] || "—" : text);
}
const said = (status, words) => mark(status, status ? `${SIGNS[status]} ${words[status]}` : "没有判定");

function section(width, title, note, ...content) {
  const heading = element("h2", {}, title, note ? element("small", {}, note) : null);
  return element("section", { class: `w${width}`, "aria-label": title }, heading, ...content);
}

const column = (width, ...sections) => element("div", { class: `column w${width}` }, sections);

function table(heads, rows, most = rows.length) {
  const cell = (name, content, head) => element(name, { class: head.startsWith("#") ? "n" : null }, content);
  const top = element("tr", {}, heads.map((head) => cell("th", head.replace("#", ""), head)));
  const body = rows.map((row, at) =>
    element("tr", { class: at >= most ? "beyond-print" : null }, row.map((value, place) => cell("td", value ?? "—", heads[place]))));
  const beyond = rows.length > most
    ? element("tfoot", {}, element("tr", {}, element("td", { colspan: heads.length }, `纸上只列前 ${most} 行，共 ${rows.length} 行。`)))
    : null;
  return element("table", {}, [element("thead", {}, top), element("tbody", {}, body), beyond]);
}

function shareBar(counts) {
  const parts = Object.keys(board.words.results).map((result) =>
    element("i", { class: KINDS[result], style: `width:${counts.households ? (100 * counts[result]) / counts.households : 0}%` }));
  const words = Object.entries(board.words.results).map(([result, word]) => `${word} ${number(counts[result])} 户`);
  return element("div", { class: "share", role: "img", "aria-label": words.join("，") }, parts);
}

function figure(label, value, kind, id) {
  return element("div", { class: `figure ${kind || ""}` }, element("b", { "data-number": id }, value), element("span", {}, label));
}

// ---- pieces that every place has ------------------------------------------------------------------------------------
function unknownItems(counts) {
  return HOUSEHOLD.reduce((sum, code) => sum + counts[`${code} unknown`], 0);
}

function bigFigures(counts, results) {
  const households = Object.entries(board.words.results).map(([result, word]) =>
    figure(`${SIGNS[result]} ${word}户 ${percent(counts[result], counts.households)}`, number(counts[result]), KINDS[result], result));
  const villages = results && Object.entries(board.words.results).map(([result, word]) => `${word} ${results[result]}`).join("，");
  return section(12, "贫困户退出结果", villages ? `行政村：${villages}` : null, element("div", { class: "figures" },
    figure("建档立卡户（户）", number(counts.households), "", "households"),
    figure("在册人口（人）", number(counts.persons), "", "persons"),
    households,
    figure("待核实（户×指标）", number(unknownItems(counts)), "unknown", "unknown"),
    figure("户的未销号疑点（条）", number(counts.open_findings), "", "open_findings"),
    figure("一夜回落（户）", number(counts.fell_back), "fail", "fell_back")));
}

function householdIndicators(width, counts) {
  const rows = HOUSEHOLD.map((code) => [
    `${code} ${board.words.indicators[code]}`,
    ...["pass", "fail", "unknown"].map((status) => number(counts[`${code} ${status}`])),
  ]);
  const heads = ["六项指标", ...["pass", "fail", "unknown"].map((status) => `#${SIGNS[status]} ${board.words.statuses[status]}`)];
  return section(width, "户六项", "各项指标的户数", table(heads, rows));
}

function signOffs(width, counts) {
  const ready = counts.exit_ready;
  const rows = Object.entries(board.words.levels).map(([level, word]) => [
    `${word}级`, number(counts[level]), number(ready - counts[level]), percent(counts[level], ready),
  ]);
  return section(width, "逐级签字", `可退出的 ${number(ready)} 户`, table(["签字", "#已同意（户）", "#未同意（户）", "#比例"], rows));
}

function fellBack(width, code) {
  const own = board.fell_back.rows.filter((row) => !code || (row.village_code || "").startsWith(code));
  const note = code || board.fell_back.rows.length >= board.fell_back.all ? null : `共 ${number(board.fell_back.all)} 户，列出最前的`;
  const rows = own.map((row) => [
    row.household_id,
    row.village_code && board.villages[row.village_code] ? link(row.village_code, board.villages[row.village_code].name) : "—",
    row.indicator,
    row.value === null && row.value_before === null ? "达标 → 不达标" : `${row.value_before ?? "—"} → ${row.value ?? "—"}`,
    row.cause,
  ]);
  return section(width, "一夜回落：上一夜达标，这一夜不达标", note,
    rows.length ? element("div", { class: "scroll" }, table(["户编号", "行政村", "指标", "数值", "原因"], rows, ROWS_ON_PAPER)) : empty("没有回落的户。"));
}

function indicatorTable(indicators) {
  return table(["指标", "判定", "#数值", "#标准", "理由"], indicators.map((one) => [
    `${one.indicator} ${board.words.indicators[one.indicator]}`, said(one.status, board.words.statuses), one.value, one.threshold, one.reason,
  ]));
}

// ---- charts ---------------------------------------------------------------------------------------------------------
function chart(label, options) {
  const place = element("div", { class: "chart", role: "img", "aria-label": label });
  charts.push({ place, options });
  return place;
}

function drawCharts() {
  for (const one of charts) {
    one.drawn = echarts.init(one.place, null, { devicePixelRatio: 2 });
    one.drawn.setOption({ animation: false, textStyle: { fontFamily: "inherit", fontSize: 13 }, aria: { enabled: true, decal: { show: true } }, ...one.options });
  }
}

function trend() {
  const { nights, households } = board.trend;
  const series = Object.entries(board.words.results).map(([result, word]) => ({
    name: word, type: nights.length > 1 ? "line" : "bar", stack: "all", areaStyle: {}, symbolSize: 5,
    color: COLOURS[KINDS[result]], data: households[result],
  }));
  return chart("各夜贫困户的退出结果", {
    grid: { left: 60, right: 14, top: 30, bottom: 24 }, legend: { top: 0 }, tooltip: { trigger: "axis" },
    xAxis: { type: "category", data: nights }, yAxis: { type: "value", name: "户" }, series,
  });
}

function funds() {
  const known = board.funds.filter((fund) => fund.share !== null);
  return chart("各项资金投向贫困村、贫困户的比例", {
    grid: { left: 46, right: 44, top: 24, bottom: 24 }, tooltip: { trigger: "axis", valueFormatter: (value) => `${value}%` },
    xAxis: { type: "category", data: known.map((fund) => fund.fund_source), axisLabel: { interval: 0 } },
    yAxis: { type: "value", axisLabel: { formatter: "{value}%" } },
    series: [{
      type: "bar", barMaxWidth: 40,
      data: known.map((fund) => ({ value: Number((100 * fund.share).toFixed(1)), itemStyle: { color: COLOURS[fund.status] } })),
      label: { show: true, position: "insideBottom", formatter: "{c}%", color: "#1d2733", backgroundColor: "#fff", padding: [2, 4] },
      markLine: { symbol: "none", lineStyle: { color: "#1d2733", width: 2 }, label: { formatter: "标准\n80%", position: "end" }, data: [{ yAxis: 80 }] },
    }],
  });
}

// ---- the three kinds of place -----------------------------------------------------------------------------------------
function tiles() {
  const places = Object.entries(board.townships).map(([code, one]) => element("a",
    { class: "tile", href: `#${code}`, style: `grid-row:${one.tile[0] + 1};grid-column:${one.tile[1] + 1}` },
    element("b", {}, one.name), shareBar(one.counts),
    element("small", {}, `✓ ${number(one.counts.exit_ready)} 户`),
    element("small", {}, `✗ ${number(one.counts.not_ready)}　？${number(one.counts.verify)}`)));
  return element("div", { class: "tiles" }, places);
}

function departments(width) {
  const rows = board.departments.map((one) => [
    one.name,
    Object.entries(one.unknown).map(([code, n]) => `${code} ${number(n)}`).join("，") || "0",
    number(one.findings), number(one.returned), one.absent.length ? one.absent.join("、") : "无",
  ]);
  return section(width, "待核实由谁答复", "一项待核实涉及几个部门时，各部门都列",
    table(["部门", "待核实（户×指标）", "#未销号疑点", "#退回的行", "没有送来的名册"], rows));
}

function findings(width) {
  const sum = (name) => board.findings.reduce((total, one) => total + one[name], 0);
  const rows = board.findings.map((one) => [`${one.rule} ${one.name}`, number(one.open), number(one.opened), number(one.closed)]);
  return section(width, "疑点", `未销号 ${number(sum("open"))}，这一夜新发现 ${number(sum("opened"))}，销号 ${number(sum("closed"))}`,
    rows.length ? element("div", { class: "scroll" }, table(["疑点", "#未销号", "#新发现", "#销号"], rows, ROWS_ON_PAPER)) : empty("没有疑点。"));
}

function changes(width) {
  const word = (status) => board.words.statuses[status] || "不在册";
  const rows = board.changes.map((one) => [one.indicator, `${word(one.status_before)} → ${word(one.status)}`, number(one.n)]);
  return section(width, "一夜之间", board.trend.nights.length > 1 ? "和上一夜比，判定变了的" : null,
    rows.length ? element("div", { class: "scroll" }, table(["指标", "判定", "#户"], rows, ROWS_ON_PAPER))
      : empty(board.trend.nights.length > 1 ? "判定没有变化。" : "这是第一夜，没有上一夜可比。"));
}

function county() {
  const { counts, results, indicators } = board.whole;
  return [
    bigFigures(counts, results),
    section(7, `${Object.keys(board.townships).length} 个乡镇（街道）`, "示意图，按方位排列；点开看各村", tiles()),
    column(5, section(12, "县五项", null, indicatorTable(indicators)), householdIndicators(12, counts)),
    section(4, "逐夜进展", "户", trend()),
    section(4, "资金投向贫困村、贫困户的比例", "标准 80%", funds()),
    signOffs(4, counts),
    departments(7), findings(5),
    fellBack(8), changes(4),
  ];
}

function matrix(villages) {
  const head = element("tr", {}, ["行政村", "结果", ...VILLAGE].map((code) => element("th", { title: board.words.indicators[code] }, code)),
    ["户", "✓", "✗", "？"].map((text) => element("th", { class: "n" }, text)));
  const rows = villages.map(([code, one]) => element("tr", {},
    element("td", {}, link(code, one.name), one.poor ? "（贫困村）" : ""),
    element("td", {}, said(one.result, board.words.results)),
    VILLAGE.map((indicator) => element("td", {}, mark(one.indicators.find((judged) => judged.indicator === indicator)?.status))),
    [one.counts.households, ...Object.keys(board.words.results).map((result) => one.counts[result])].map((n) => element("td", { class: "n" }, number(n)))));
  return element("table", { class: "matrix" }, element("thead", {}, head), element("tbody", {}, rows));
}

function township(code) {
  const one = board.townships[code];
  const villages = Object.entries(board.villages).filter(([village]) => village.startsWith(code));
  return [
    bigFigures(one.counts, one.results),
    section(12, `${one.name}的 ${one.villages} 个行政村`, VILLAGE.map((name) => `${name} ${board.words.indicators[name]}`).join("　"), matrix(villages)),
    householdIndicators(6, one.counts), signOffs(6, one.counts), fellBack(12, code),
  ];
}

function village(code) {
  const one = board.villages[code];
  const kind = one.poor === null ? "没有当年核查表" : one.poor ? "贫困村" : "非贫困村";
  return [
    bigFigures(one.counts, null),
    section(12, `${one.name}：${one.result ? board.words.results[one.result] : "没有判定"}`,
      `${kind}；贫困发生率 ${one.incidence || "无法计算"}；代码 ${code}`,
      one.indicators.length ? indicatorTable(one.indicators) : empty("这个村没有建档立卡户，也没有核查表，没有判定。")),
    householdIndicators(6, one.counts), signOffs(6, one.counts), fellBack(12, code),
  ];
}

// ---- going from place to place ----------------------------------------------------------------------------------------
function show() {
  const code = decodeURIComponent(location.hash.slice(1));
  const at = board.villages[code] ? village : board.townships[code] ? township : county;
  const trail = [link("", "全县")];
  if (at === village) trail.push("›", link(board.villages[code].township, board.villages[code].township_name), "›", board.villages[code].name);
  if (at === township) trail.push("›", board.townships[code].name);
  for (const one of charts) if (one.drawn) one.drawn.dispose();
  charts = [];
  document.getElementById("board").replaceChildren(...at(code));
  drawCharts();
  const shown = document.getElementById("trail");
  shown.replaceChildren(...trail);
  shown.dataset.place = at === county ? "" : code;
  window.scrollTo(0, 0);
}

const resize = () => charts.forEach((one) => one.drawn.resize());
const places = [...Object.entries(board.townships), ...Object.entries(board.villages)].map(([code, one]) => [
  one.township_name ? `${one.township_name} ${one.name}` : one.name, code,
]);
const find = document.getElementById("find");
document.getElementById("places").append(...places.map(([name]) => element("option", { value: name })));
find.addEventListener("change", () => {
  const found = places.find(([name]) => name === find.value) || places.find(([name]) => find.value && name.includes(find.value));
  if (found) { location.hash = found[1]; find.value = ""; }
});
document.getElementById("night").textContent = `考核日 ${board.night}　规则版本 ${board.rule_version}${board.sealed ? "　已封存" : ""}`;
window.addEventListener("hashchange", show);
window.addEventListener("resize", resize);
show();
