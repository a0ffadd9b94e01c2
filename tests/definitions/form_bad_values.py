"""One form with a field of every kind, and a table of values it must refuse."""

# look-alikes of letters and digits are what is tested

from tests.definitions.form_builder import COLOURS, YES_NO, a_form, component

FORM = a_form(
    component("textfield", "title", validate={"minLength": 2, "maxLength": 5}),
    component("textarea", "story", validate={"minLength": 3, "maxLength": 20}),
    component("textfield", "lot", validate={"pattern": "[A-Z]{2}[0-9]+"}),
    component("textfield", "uscc", properties={"format": "uscc"}),
    component("textfield", "id_no", properties={"format": "id_no"}),
    component("textfield", "mobile", properties={"format": "mobile"}),
    component("textfield", "phone", properties={"format": "telephone"}),
    component("textfield", "postcode", properties={"format": "postcode"}),
    component("textfield", "email", properties={"format": "email"}),
    component("textfield", "cert_no", properties={"format": "cert_no"}),
    component("textfield", "doc_no", properties={"format": "doc_no"}),
    component("textfield", "fine", properties={"format": "money"}),
    component("textarea", "public_text", properties={"leak_check": "identity"}),
    component("number", "days", validate={"min": 1, "max": 60}),
    component("number", "weight", decimalDigits=2, validate={"min": -5, "max": 5}),
    component("number", "price", decimalDigits=2, properties={"format": "money"}),
    component("checkbox", "ticked"),
    component("radio", "real", values=YES_NO, properties={"type": "boolean"}),
    component("radio", "colour", values=COLOURS),
    component("select", "shade", values=COLOURS),
    component("select", "organ", properties={"options_from": "orgs"}),
    component("checklist", "colours", values=COLOURS),
    component(
        "taglist",
        "people",
        properties={"options_from": "people", "min_items": "2", "max_items": "3"},
    ),
    component("datetime", "on", subtype="date", properties={"not_future": "true"}),
    component("datetime", "until", subtype="date", properties={"not_before": "on"}),
    component("datetime", "at", subtype="datetime", properties={"not_future": "true"}),
    component("datetime", "end_at", subtype="datetime", properties={"not_before": "at"}),
    component("datetime", "opens", subtype="time"),
    component("datetime", "closes", subtype="time", properties={"not_before": "opens"}),
    component("filepicker", "files", accept=".pdf,.jpg", properties={"max_items": "2"}),
    component("textfield", "automatic", properties={"source": "case.case_no"}),
    component(
        "dynamiclist",
        "goods",
        properties={"max_items": "3"},
        components=[
            component("textfield", "name", validate={"required": True, "maxLength": 4}),
            component("select", "kind", values=COLOURS),
            component("textfield", "note", conditional={"hide": '=kind != "red"'}),
            component("number", "amount", validate={"min": 1}),
        ],
    ),
)
REGISTERS = {
    "choices": {"orgs": {"街道办": "街道办", "城管局": None}, "people": {p: p for p in "abcd"}},
    "files": {"f1": "照片.JPG", "f2": "笔录.pdf", "f3": "录音.mp3"},
    "identity_words": [
        "吴示例",
        "13900000014",
        "11010519491231002X",
        "示例水果店",
        "示例路8号",
        "字",
    ],
}

TEXTS = {
    "title": {
        "too_short": ["字", "𠮷"],
        "too_long": ["一二三四五六", "a" * 10_001],
        "wrong_type": [1, True, ["字字"], {"a": 1}, 1.5],
        "forbidden_characters": [
            *("a\x00b", "a\x07b", "a\tb", "a\nb", "a\r\nb", "a\x7fb", "a\x85b", "a\u2028b"),
            *("a\u202eb", "a\u200fb", "a\u2066b", "a\u061cb", "好\ud800", "好\udfff", "好\ufffe"),
            *("好😀", "好👍🏽", "好❤️", "好🇨🇳", "1️⃣好", "好⭐", "好🀄", "好\U0001ffff", "好🪪"),
        ],
    },
    "story": {
        "too_short": ["一二", "a\n"],
        "too_long": ["字" * 21, "字" * 10_001],
        "forbidden_characters": [
            "第一行\r\n第二行",
            "第一行\x0b第二行",
            "正文\u202d正文",
            "正文正文🎉",
        ],
        "wrong_type": [0, [], {}],
    },
    "lot": {"pattern": ["ab12", "AB", "AB12 ", "xAB12", "AB12\nx", "ＡＢ12"]},
    "uscc": {
        "check_digit": ["11510116MB00000B0E", "91350100M000100Y44", "91350100m000100y44"],
        "pattern": [
            "91350100M000100Y4",
            "91350100O000100Y43",
            "91350100M000100Y433",
            "９1350100M000100Y43",
        ],
    },
    "id_no": {
        "check_digit": [
            "110105194912310021",
            "110105194913310029",
            "99010519491231002X",
            "110105202603030027",
        ],
        "pattern": [
            "110105491231002",
            "11010519491231002",
            "A1010519491231002X",
            "1101051949123100 2X",
        ],
        "wrong_type": [110105194912310021],
    },
    "mobile": {"pattern": ["12345678901", "139 0000 0014", "1390000001"]},
    "phone": {"pattern": ["12345", "028 85551234", "+86 13900000014"]},
    "postcode": {"pattern": ["61020", "6102000"]},
    "email": {"pattern": ["abc", "a@b", "a@b@c.cn"]},
    "cert_no": {"pattern": ["123", "证号 12345"]},
    "doc_no": {"pattern": ["2026年12号", "双执监案〔2026〕"]},
    "fine": {"pattern": ["-1", "1.005", "一百元", "1e9"]},
    "public_text": {
        "identity_leak": [
            *("吴示例反映", "吴 示 例 反映", "电话139-0000-0014", "电话１３９００００００１４"),
            *(
                "证件11010519491231002x",
                "证件 110105 1949 1231 002X",
                "示例·水果店门口",
                "电话139０000〇014",
            ),
            *("一三九〇〇〇〇〇〇一四", "住示例路８号", "吴\u200b示例", "139（0000）0014"),
        ],
        "forbidden_characters": ["吴示例\x07"],
    },
}
OTHERS = {
    "days": {
        "wrong_type": ["", "abc", "1.5", 1.5, True, False, [], {}, "１", " 1", "1e1", "0x1", "--1"],
        "out_of_range": [0, 61, -1, 10**30, "0", "61", "1" * 30, 1e300, -(10**5000)],
    },
    "weight": {
        "wrong_type": [
            "1.234",
            1.234,
            "1.",
            ".5",
            "nan",
            float("nan"),
            float("inf"),
            1e-300,
            "1,5",
        ],
        "out_of_range": [5.01, "5.01", -6, 10**20],
    },
    "price": {
        "out_of_range": [-0.01, "-1", 10**12, "1000000000000"],
        "wrong_type": ["1.005", "￥1"],
    },
    "ticked": {"wrong_type": ["true", 1, 0, "on", []]},
    "real": {"wrong_type": ["true", "false", "是", 1, []]},
    "colour": {"not_an_option": ["blue", "红色", "RED"], "wrong_type": [1, True, ["red"]]},
    "shade": {"not_an_option": ["blue"], "wrong_type": [{}]},
    "organ": {"not_an_option": ["城管局", "无此机关"]},
    "colours": {
        "not_an_option": [["blue"], ["red", "red"]],
        "wrong_type": ["red", [1], [["red"]], {"red": 1}],
    },
    "people": {
        "too_few": [["a"]],
        "too_many": [["a", "b", "c", "d"]],
        "not_an_option": [["a", "x"], ["a", "a"]],
    },
    "on": {
        "wrong_type": [
            "2026-2-1",
            "20260201",
            "2026-02-30",
            "2026/02/01",
            "2026-W01-1",
            20260201,
            "1899-12-31",
            "今天",
        ],
        "in_future": ["2026-03-03", "2199-01-01"],
    },
    "until": {"wrong_type": ["2026-13-01", "２026-01-01"]},
    "at": {
        "wrong_type": [
            "2026-03-02",
            "2026-03-02 24:00",
            "2026-03-02 09:00:00",
            "2026-03-02 09:00+08:00",
        ],
        "in_future": ["2026-03-02 09:31", "2026-03-03 00:00"],
    },
    "opens": {"wrong_type": ["9:00", "24:00", "09:60", "09:00:00"]},
    "files": {
        "not_an_option": [["f9"], ["f3"], ["f1", "f1"]],
        "too_many": [["f1", "f2", "f3"]],
        "wrong_type": ["f1", [1]],
    },
    "automatic": {"unknown": ["双执监案〔2026〕1号"]},
    "goods": {"wrong_type": ["秤", {"name": "秤"}], "too_many": [[{"name": "秤"}] * 4]},
    "favourite_colour": {"unknown": ["红", None, [], {}]},
    "typename": {"unknown": ["x"]},
}
TABLE = [
    (key, reason, value)
    for table in (TEXTS, OTHERS)
    for key, reasons in table.items()
    for reason, values in reasons.items()
    for value in values
    if value != ""
]
