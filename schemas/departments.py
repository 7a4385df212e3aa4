"""The departments that send feeds: identifiers and the names that officers see."""

DEPARTMENTS: dict[str, str] = {
    "poverty_office": "扶贫办",
    "civil_affairs": "民政局",
    "health": "卫健局、医保局",
    "education": "教育局",
    "forestry": "林业局",
    "labour": "人社局",
    "housing": "住建局、搬迁办",
    "infrastructure": "行业部门、统计局",
}
