"""What the drawing board may refuse."""

from collections.abc import Iterable

from engine.definitions.finding import DefinitionRefused, Finding
from engine.errors import Refusal


class NotADesigner(Refusal):
    """The deed needs a role the person does not have."""

    code = "not_a_designer"
    http_status = 403
    what = "您没有“{role}”角色，不能{move}。"
    mend = "请由有这一角色的人员办理，或者请系统管理员授予角色。"


class DesignDraftNotFound(Refusal):
    """No draft of that id in the place."""

    code = "design_draft_not_found"
    http_status = 404
    what = "没有这份设计草稿。"
    mend = "请从草稿列表进入。"


class NotYourDraft(Refusal):
    """A draft is edited by its owner only."""

    code = "not_your_design_draft"
    http_status = 403
    what = "这份设计草稿是{owner}的，您只能查看。"
    mend = "请新建自己的草稿；需要接手的，导出后导入到自己的草稿。"


class PublicationNotFound(Refusal):
    """No publication of that id in the place."""

    code = "publication_not_found"
    http_status = 404
    what = "没有这次发布。"
    mend = "请从发布记录进入。"


class PartNotHere(Refusal):
    """A path that is no file of the place's own folder."""

    code = "design_part_not_here"
    http_status = 422
    what = "“{part}”不是本地（{folder}）可以修改的文件。"
    mend = "请只修改本地文件夹里的定义；上级的文件先复制为本地的再改。"


class ProcessNotHere(Refusal):
    """A process key the release has no drawing of."""

    code = "process_not_here"
    http_status = 404
    what = "这一版里没有流程“{process}”。"
    mend = "请从改动清单里选择。"


class PartLocked(Refusal):
    """Somebody else edits the part."""

    code = "design_part_locked"
    what = "“{part}”自{since}起正由{person}编辑。"
    mend = "请等对方保存后再改；确有必要的，说明理由后接管编辑。"


class PartChangedMeanwhile(Refusal):
    """The part was saved by another window since it was opened."""

    code = "design_part_changed"
    what = "“{part}”在您打开之后已经有了新的内容，本次没有保存。"
    mend = "请重新打开该文件，把改动并入后再保存。"


class PartRefused(DefinitionRefused):
    """A part that cannot be read, or would harm whoever reads it; nothing was stored."""

    code = "design_part_refused"
    what = "文件有 {count} 处不能保存的错误，第一处：{first}"
    mend = "请按位置改正后重新保存；原来的内容没有变化。"

    def __init__(self, findings: Iterable[Finding]) -> None:
        super().__init__(findings)


class ReasonUnfit(Refusal):
    """A deed that must say why."""

    code = "reason_unfit"
    http_status = 422
    what = "没有写明理由，或者字数不合要求。"
    mend = "请写明（{least} 至 {most} 字）。"


class NothingToUndo(Refusal):
    """No change is left in that direction."""

    code = "nothing_to_undo"
    what = "没有可以{move}的修改。"
    mend = "请直接继续编辑。"


class NothingChanged(Refusal):
    """A draft that says what is in force already."""

    code = "nothing_to_publish"
    what = "草稿与所依据的版本完全相同，没有可以发布的内容。"
    mend = "请先修改，再申请发布。"


class DraftHasErrors(DefinitionRefused):
    """What the check found keeps the draft from being published."""

    code = "design_draft_has_errors"
    what = "草稿还有 {count} 处错误，第一处：{first}"
    mend = "请在检查结果里逐处改正后再申请发布。"


class ScenariosNotPlayed(Refusal):
    """The scenarios were not played on exactly this content."""

    code = "scenarios_not_played"
    what = "还没有用场景试验过草稿现在的内容。"
    mend = "请先执行场景，全部通过后再申请发布。"


class ScenariosFailed(Refusal):
    """Some scenario went otherwise than it says."""

    code = "scenarios_failed"
    what = "{failed} 个场景没有通过：{names}。"
    mend = "请按场景报告修改草稿或者场景，再执行一次。"


class PartialReachChangesStart(Refusal):
    """A release for some cases may not ask the first form otherwise."""

    code = "partial_reach_changes_start"
    what = "草稿改动了登记表单（{forms}），不能只对部分新案件生效。"
    mend = "请改为对全部新案件生效，或者把登记表单的改动另行发布。"


class InheritedDiffers(Refusal):
    """What is taken in rests on other inherited files than the draft."""

    code = "inherited_differs"
    what = "导入的内容所依据的上级文件与本草稿不同（{part}）。"
    mend = "请先发布上级的新版本，或者只导入本地文件夹。"


class ReleaseUnknown(Refusal):
    """No release of that name in the place."""

    code = "release_unknown"
    http_status = 404
    what = "本地没有这个发布版。"
    mend = "请从发布记录选择。"
