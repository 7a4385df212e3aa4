"""Feeds of education (教育)."""

import pandera.pandas as pandera

from schemas import types as column
from schemas.feed import PersonColumns, feed
from schemas.types import Date, Integer, Money, Text


@feed(
    "enrolment",
    department="education",
    title="学籍名册",
    grain="每名学生每学年一行",
    key=("student_no", "school_year"),
    person=PersonColumns(),
)
class Enrolment(pandera.DataFrameModel):
    """One row per pupil and school year."""

    name: Text = column.name("姓名", "学生姓名")
    id_number: Text = column.id_number("身份证号", "学生身份证号")
    student_no: Text = column.text("学籍号", "学籍号")
    school_year: Integer = column.school_year("学年", "学年，以开始的年份表示：2017 即 2017 年 9 月至 2018 年 8 月")
    stage: Text = column.enum("学段", "学段", "学前", "小学", "初中", "高中", "中职", "高等")
    school: Text = column.text("学校", "学校")
    grade: Text = column.text("年级", "年级", optional=True)
    status: Text = column.enum(
        "状态", "学籍状态", "在读", "送教上门", "缓学", "免学", "休学", "毕业", "辍学", "因贫未升学"
    )


@feed(
    "student_aid",
    department="education",
    title="学生资助发放表",
    grain="每笔发放一行",
    key=("id_number", "programme", "date"),
    person=PersonColumns(),
)
class StudentAid(pandera.DataFrameModel):
    """One row per payment."""

    name: Text = column.name("姓名", "受助学生姓名")
    id_number: Text = column.id_number("身份证号", "受助学生身份证号")
    programme: Text = column.text("资助项目", "资助项目")
    amount: Money = column.money("资助金额", "资助金额", above_zero=True)
    date: Date = column.date("发放日期", "发放日期")
