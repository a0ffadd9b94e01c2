"""`zhijian work`, `backup` and `restore`: what an operator does, on a console."""

import argparse
import sys
from pathlib import Path

from engine.machine_log import write_json_lines
from engine.running import (
    backup,
    begin_administrators,
    rebuild_search,
    restore,
    run_worker,
)
from engine.store import migrate
from engine.store.backup import BackupReport
from engine.wiring import House, open_house, settings_of_this_process


def add_running_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verbs to the command's parser."""
    work = verbs.add_parser("work", help="后台：到期提醒、流程定时、生成文书，直到收到停止信号")
    work.set_defaults(verb=_work)

    keep = verbs.add_parser("backup", help="不停机备份数据库和文件（不含身份密钥）")
    keep.add_argument("target", type=Path, metavar="目标文件夹")
    keep.set_defaults(verb=_backup)

    index = verbs.add_parser("search", help="检索").add_subparsers(required=True, metavar="动作")
    again = index.add_parser("rebuild", help="从数据重建检索索引")
    again.set_defaults(verb=_rebuild_search)

    three = verbs.add_parser("administrators", help="为一个地方建立首批三员账号")
    three.add_argument("place", metavar="地方代码")
    three.set_defaults(verb=_begin_administrators)

    bring_back = verbs.add_parser("restore", help="把备份恢复到空数据库，并核验全部日志")
    bring_back.add_argument("source", type=Path, metavar="备份文件夹")
    bring_back.set_defaults(verb=_restore)


def _begin_administrators(options: argparse.Namespace) -> int:
    _tell("首批三员的初始口令，只显示这一次，登录后须更换：")
    for login, first in begin_administrators(_current_house(), options.place).items():
        _tell(f"{login}　{first}")
    return 0


def _rebuild_search(_options: argparse.Namespace) -> int:
    _tell(f"检索索引已重建，共{rebuild_search(_current_house())}条")
    return 0


def _work(_options: argparse.Namespace) -> int:
    write_json_lines()
    done = run_worker(_current_house())
    _tell(f"已停止，共办理{done}项后台任务")
    return 0


def _backup(options: argparse.Namespace) -> int:
    _tell(_words("已备份", backup(_current_house(), options.target)))
    return 0


def _restore(options: argparse.Namespace) -> int:
    _tell(_words("已恢复并核验", restore(options.source, settings_of_this_process())))
    return 0


def _current_house() -> House:
    house = open_house(settings_of_this_process())
    migrate.refuse_unless_current(house.store.engine)
    return house


def _words(done: str, report: BackupReport) -> str:
    taken = f"{report.taken_at:%Y-%m-%d %H:%M}"
    return f"{done}：{taken}，{report.cases}件案件，{report.rows}行数据，{report.files}个文件"


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
