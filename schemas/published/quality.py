"""The schema quality: what data officers read about the files that came."""

from __future__ import annotations

from schemas.published import codes
from schemas.published import columns as column
from schemas.published.table import PublishedTable

SCHEMA = "quality"

FEED_RUNS = PublishedTable(
    SCHEMA,
    "feed_runs",
    "读入情况",
    "每份名册每个文件每张工作表读入、接受、退回、忽略各多少行；没有送来的名册也有一行，文件为空",
    "每个文件每张工作表一行",
    (
        column.ASSESSMENT_DATE,
        column.FEED,
        column.place("source", "文件", "来源文件；名册没有送来则为空", optional=True),
        column.SHEET,
        column.text("encoding", "编码", "文本文件的编码；其他文件为空", optional=True),
        column.count("rows_read", "读入行数", "表头以下的全部行", "行"),
        column.count("rows_accepted", "接受行数", "通过全部检查的行", "行"),
        column.count("rows_quarantined", "退回行数", "有检查不通过而退回的行", "行"),
        column.count("rows_ignored", "忽略行数", "空白行、合计行、说明行和完全重复的行", "行"),
        column.free_text("columns_missing", "缺少的列", "没有找到的列，以“、”隔开；没有则为空", optional=True),
        column.free_text("columns_unknown", "不认识的列", "未采用的列，以“、”隔开；没有则为空", optional=True),
        column.text("sha256", "校验值", "文件内容的 SHA-256；没有文件则为空", optional=True),
    ),
    order=("feed", "source", "sheet"),
    balance=("rows_read", ("rows_accepted", "rows_quarantined", "rows_ignored")),
)
QUARANTINE = PublishedTable(
    SCHEMA,
    "quarantine",
    "退回清单",
    "没有通过检查的行、单元格和文件：错在哪里，应当怎样写",
    "每处检查不通过一行",
    (
        column.ASSESSMENT_DATE,
        column.code("kind", "类别", "退回的是整行、单元格还是文件", codes.QUARANTINE_KINDS),
        column.FEED,
        column.SOURCE,
        column.SHEET,
        column.whole_number("row_number", "行号", "在表格软件中看到的行号；整个文件的问题为空", optional=True),
        column.text("column", "列", "有问题的列（标准英文名）；整个文件的问题为空", optional=True),
        column.free_text("header", "表头", "有问题的列在文件中的表头；整个文件的问题为空", optional=True),
        column.free_text("value", "原值", "文件中写的内容；涉及个人信息的为空", optional=True),
        column.code("check", "检查", "哪项检查没有通过", codes.QUARANTINE_CHECKS),
        column.free_text("message", "说明", "错在哪里，应当怎样写"),
    ),
    order=("feed", "source", "sheet", "row_number", "column", "check"),
)
LINKAGE = PublishedTable(
    SCHEMA,
    "linkage",
    "人员比对",
    "部门名册中每条人员记录与建档立卡人员比对的结果",
    "每条部门记录一行",
    (
        column.ASSESSMENT_DATE,
        column.FEED,
        column.SOURCE,
        column.SHEET,
        column.ROW_NUMBER,
        column.code("outcome", "比对结果", "与建档立卡人员比对的结果", codes.LINKAGE_OUTCOMES),
        column.number("match_weight", "匹配权重", "凭姓名和旁证认定、或人工认定时的匹配权重；其他为空", optional=True),
        column.text("member_id", "人编号", "认定的建档立卡人员；没有认定则为空", optional=True),
    ),
    order=("feed", "source", "sheet", "row_number"),
    key=("feed", "source", "sheet", "row_number"),
)
LINK_PROPOSALS = PublishedTable(
    SCHEMA,
    "link_proposals",
    "认定建议",
    "规则定不下来、但很可能是同一人的部门记录和建档立卡人员，请工作人员核实后写入人工认定文件；建议本身不改变任何结果",
    "每条部门记录和人员一行",
    (
        column.ASSESSMENT_DATE,
        column.FEED,
        column.SOURCE,
        column.SHEET,
        column.ROW_NUMBER,
        column.text("member_id", "人编号", "可能是哪名建档立卡人员"),
        column.number("match_weight", "匹配权重", "越高越可能是同一人；每高 1，可能性加倍"),
        column.code("name_agreement", "姓名", "姓名怎样相符", codes.NAME_AGREEMENTS),
        column.code("number_agreement", "证件号", "证件号怎样相符", codes.NUMBER_AGREEMENTS),
        column.code("birth_date_agreement", "出生日期", "证件号里的出生日期怎样相符", codes.BIRTH_DATE_AGREEMENTS),
        column.code("sex_agreement", "性别", "证件号里的性别是否相符", codes.SEX_AGREEMENTS),
        column.code("village_agreement", "行政村", "行政村代码怎样相符", codes.VILLAGE_AGREEMENTS),
        column.code("head_agreement", "户主", "户主的证件号是否相符", codes.HEAD_AGREEMENTS),
        column.text("record_key", "记录编号", "按记录内容算出的编号，认定时照抄；部门换了次序、换了文件也不变"),
    ),
    order=("feed", "source", "sheet", "row_number"),
    key=("feed", "source", "sheet", "row_number", "member_id"),
)
NOTICES = PublishedTable(
    SCHEMA,
    "notices",
    "提示",
    "只作报告、不影响行的事项：不认识的文件和列、名单外的代码、未送来的名册等",
    "每件事项一行",
    (
        column.ASSESSMENT_DATE,
        column.code("kind", "类别", "是哪一类事项", codes.NOTICE_KINDS),
        column.code("feed", "名册", "涉及哪份名册，不涉及则为空", codes.FEED_TITLES, optional=True),
        column.place("source", "文件", "涉及哪个文件，不涉及则为空", optional=True),
        column.SHEET,
        column.free_text("what", "对象", "涉及的文件、列或代码", optional=True),
        column.count("count", "数量", "行数；文件的事项为文件数", None),
        column.free_text("message", "说明", "事项的说明和处理办法"),
    ),
    order=("kind", "feed", "source", "sheet", "what"),
)
CORRECTIONS = PublishedTable(
    SCHEMA,
    "corrections",
    "更正结果",
    "送回的更正表里改过的每一行：采用了没有，没有采用的是为什么",
    "更正表里改过的每一行一行",
    (
        column.ASSESSMENT_DATE,
        column.place("file", "更正表", "送回的更正表文件"),
        column.FEED,
        column.place("source", "文件", "更正的是哪个来源文件的行；找不到原来的行则为空", optional=True),
        column.SHEET,
        column.whole_number("row_number", "行号", "更正的是来源文件的第几行；找不到原来的行则为空", optional=True),
        column.whole_number("correction_row", "更正表行号", "在更正表该名册的工作表中看到的行号"),
        column.code("outcome", "结果", "采用了没有", codes.CORRECTION_OUTCOMES),
        column.free_text("why", "说明", "为什么采用或没有采用，应当怎样写"),
    ),
    order=("file", "feed", "correction_row"),
)
