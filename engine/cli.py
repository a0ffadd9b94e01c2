"""`zhijian`: the one command of the product; each verb says what it does in Chinese."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from engine.errors import ZhijianError
from engine.store import audit, migrate
from engine.wiring import Settings, open_house, settings_of_this_process

DEMO_FOLDER = Path("var/demo")
HOST, PORT = "127.0.0.1", 8000
BAD_INPUT = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; answers 0, or 1 when something was refused or found wrong."""
    options = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = options.verb
    try:
        return verb(options)
    except ZhijianError as error:
        sys.stderr.write(f"{error.what_text}\n{error.mend_text}\n（{error.code}）\n")
        return BAD_INPUT


def tell(line: str) -> None:
    """One line for whoever watches, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="zhijian", description="执监：行政执法监督案件办理系统")
    verbs = parser.add_subparsers(required=True, metavar="命令")

    demo = verbs.add_parser("demo", help="演示：装入双流，办完一件投诉，然后提供网页")
    demo.add_argument("--no-serve", action="store_true", help="办完即退出，不提供网页")
    demo.add_argument("--port", type=int, default=PORT)
    demo.set_defaults(verb=_demo)

    serve = verbs.add_parser("serve", help="提供网页")
    serve.add_argument("--host", default=HOST)
    serve.add_argument("--port", type=int, default=PORT)
    serve.set_defaults(verb=_serve)

    migration = verbs.add_parser("migrate", help="把数据库升级到本程序的表结构")
    migration.set_defaults(verb=_migrate)

    auditing = verbs.add_parser("audit", help="审计")
    audits = auditing.add_subparsers(required=True, metavar="命令")
    verify = audits.add_parser("verify", help="核验办理日志没有被改动、删除、截断")
    verify.add_argument("--place", help="只核验一个地方（行政区划代码）")
    verify.set_defaults(verb=_audit_verify)
    return parser


def _demo(options: argparse.Namespace) -> int:
    from engine.scenarios.demo import ACCOUNTS, PASSWORD, play_demo

    settings = _demo_settings()
    stage = play_demo(settings, DEMO_FOLDER, tell)
    report = audit.verify(stage.house.store.engine)
    tell(f"日志核验：{report.cases}件案件，{report.lines}条，{len(report.faults)}处问题")
    tell(f"网页：http://{HOST}:{options.port}/")
    tell(f"演示账号（密码都是 {PASSWORD}）：{'、'.join(ACCOUNTS)}")
    if options.no_serve:
        return 0
    return _run_web(settings, HOST, options.port)


def _demo_settings() -> Settings:
    folder = DEMO_FOLDER
    return replace(
        settings_of_this_process(),
        database=f"sqlite:///{folder / 'zhijian.db'}",
        files=str(folder / "files"),
        key_file=str(folder / "identity.key"),
    )


def _serve(options: argparse.Namespace) -> int:
    settings = settings_of_this_process()
    migrate.refuse_unless_current(open_house(settings).store.engine)
    return _run_web(settings, options.host, options.port)


def _run_web(settings: Settings, host: str, port: int) -> int:
    from webui.serving import serve

    serve(settings, host=host, port=port)
    return 0


def _migrate(_options: argparse.Namespace) -> int:
    house = open_house(settings_of_this_process())
    before = migrate.current(house.store.engine)
    migrate.upgrade(house.store.engine)
    tell(f"表结构：{before or '空'} → {migrate.current(house.store.engine)}")
    return 0


def _audit_verify(options: argparse.Namespace) -> int:
    house = open_house(settings_of_this_process())
    report = audit.verify(house.store.engine, place=options.place)
    for fault in report.faults:
        tell(f"案件 {fault.case_id} 第{fault.seq}条：{fault.what}")
    tell(f"{report.cases}件案件，{report.lines}条日志，{len(report.faults)}处问题")
    return BAD_INPUT if report.faults else 0
