"""What is said of the commonest faults of a diagram: one list for the check and for the editor.

The editor in the browser finds these while somebody draws and is given this very list, so that both
use the same codes and words.
"""

from collections.abc import Mapping

MESSAGES: Mapping[str, tuple[str, str]] = {
    "task_incomplete": ("任务“{node}”没有写 {name}。", "请填写 {name}。"),
    "role_unknown": ("任务“{node}”的角色“{name}”没有定义。", "请先定义它，或者删去。"),
    "form_unknown": ("任务“{node}”的表单“{name}”不存在。", "请先定义它，或者删去。"),
    "limit_unknown": ("没有“{name}”这个期限。", "请先定义它，或者删去。"),
    "step_unknown": ("任务“{node}”的退回步骤“{name}”不存在。", "请先定义它，或者删去。"),
    "process_unknown": ("没有“{name}”这个流程。", "请先定义它，或者删去。"),
    "start_events": ("有{count}个开始事件。", "每个流程和子流程恰有一个开始事件。"),
    "no_end_event": ("没有结束事件。", "请画出结束事件。"),
    "no_way_out": ("“{node}”后面没有流线，令牌会停在这里。", "请连到下一个节点或者结束事件。"),
    "unreachable": ("从开始事件走不到“{node}”。", "请连上流线，或者删除该节点。"),
    "implicit_split": ("“{node}”后面有{count}条流线。", "请先连到一个网关，再由网关分出。"),
    "no_default_flow": (
        "网关“{node}”没有默认流线，条件都不成立时会停住。",
        "请选一条流线作为默认流线。",
    ),
    "no_condition": ("网关“{node}”的流线“{name}”没有条件。", "请写上条件，或者把它设为默认流线。"),
    "reserved_id": (
        "编号“{name}”由引擎保留，会得到一个空流程。",
        "请改用别的编号，例如加上步骤代码。",
    ),
    "bad_id": ("编号“{name}”不合要求。", "编号由英文字母、数字、下划线组成，以字母开头。"),
    "duplicate_id": ("编号“{name}”在本文件中用了{count}次。", "请使每个编号在文件中只出现一次。"),
    "element_not_allowed": ("“{node}”用了不允许的元素 {name}。", "请删除或者改用允许的元素。"),
    "too_many_nodes": ("有{count}个节点，超过{most}个。", "请把一部分画成被调用流程。"),
}
"""Code → what and how to mend it, with places to fill."""


def said(code: str, **names: object) -> tuple[str, str]:
    """What is wrong and how to mend it, filled in."""
    what, mend = MESSAGES[code]
    return what.format(**names), mend.format(**names)
