"""What a step of the clue ledger (线索移送台账) may be refused for."""

from engine.errors import Refusal


class ClueNotFound(Refusal):
    """No such clue in this place."""

    code = "clue_not_found"
    http_status = 404
    what = "没有找到这件移送线索。"
    mend = "请刷新移送台账；线索可能属于其他地方。"


class ClueNotYours(Refusal):
    """The person has not the role, or belongs to another organ."""

    code = "clue_not_yours"
    http_status = 403
    what = "“{move}”不由您办理。"
    mend = "请由{organ}的{who}办理。"


class ClueOrgansUnfit(Refusal):
    """The organs do not stand on the sides that the direction says."""

    code = "clue_organs_unfit"
    http_status = 422
    what = "从“{giver}”移送到“{taker}”，不是{direction}。"
    mend = "请核对移送方向和两个机关；机关的层级由管理员在机关名录中维护。"


class TwoPeopleRequired(Refusal):
    """Materials are handed over by two people."""

    code = "two_people_required"
    http_status = 422
    what = "移交材料须由两名不同的人员办理。"
    mend = "请填写两名移交人员。"


class HandOverPersonUnfit(Refusal):
    """Who hands over works, today, for the organ that sends."""

    code = "hand_over_person_unfit"
    http_status = 422
    what = "移交人员“{person}”不是“{organ}”的在岗人员。"
    mend = "请从移送机关的人员中选择，或者先由管理员维护人员名录。"


class ClueTextUnfit(Refusal):
    """A text that is empty, too long or not readable."""

    code = "clue_text_unfit"
    http_status = 422
    what = "“{field}”须为1至{most}个字。"
    mend = "请补充或者精简后重新提交；大段材料请随纸质或者电子材料移交。"


class ClueNamesSomebody(Refusal):
    """The ledger holds no identity of whoever reported the matter."""

    code = "clue_names_somebody"
    http_status = 422
    what = "“{field}”中有身份证号码或者手机号码，移送台账不记录个人身份信息。"
    mend = "请删去后重新提交；投诉举报人信息由移送机关自行保管。"


class ClueMaterialsUnfit(Refusal):
    """The number of pieces is negative or beyond what anybody hands over."""

    code = "clue_materials_unfit"
    http_status = 422
    what = "材料份数须为0至{most}。"
    mend = "请核对材料清单后填写。"


class ClueLimitMissing(Refusal):
    """The release in force has no limit for receiving a clue."""

    code = "clue_limit_missing"
    what = "本地方现行版本没有规定线索接收期限（{limit}）。"
    mend = "请由流程设计人员补充期限并发布新的版本。"
