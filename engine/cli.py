"""`zhijian`: the one command of the product; each verb says what it does in Chinese."""

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from engine.checking import check_everything
from engine.definitions.bundle import to_bundle
from engine.definitions.differences_page import page_of_differences
from engine.definitions.explain import explain_limit
from engine.definitions.places import code_of_folder
from engine.definitions.release import Release, load_release
from engine.definitions.source_tree import read_tree
from engine.design_verbs import add_design_verbs, tell_outcome
from engine.document_verbs import add_document_verbs
from engine.errors import Refusal, ZhijianError
from engine.running_verbs import add_running_verbs
from engine.scenarios.demo import ACCOUNTS, PASSWORD, play_demo
from engine.scenarios.publish_gate import prove
from engine.scenarios.run import run_file
from engine.store import audit, migrate, search_index
from engine.store.connection import writing
from engine.store.releases import AgreedRelease, enter_place, publish
from engine.template_verbs import add_template_verbs
from engine.time_verbs import add_time_verbs
from engine.wiring import House, Settings, SystemClock, open_house, settings_of_this_process

DEMO_FOLDER = Path("var/demo")
HOST, PORT = "127.0.0.1", 8000
BAD_INPUT = 1
HERE = Path()


class ProcedureUnknown(Refusal):
    """A procedure the place does not have."""

    code = "procedure_unknown"
    what = "没有名为“{procedure}”的流程。"
    mend = "可用的流程：{known}。"


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
    serve.add_argument("--processes", type=_at_least_one, default=1, help="进程数，建议每核一个")
    serve.set_defaults(verb=_serve)

    migration = verbs.add_parser("migrate", help="把数据库升级到本程序的表结构")
    migration.set_defaults(verb=_migrate)

    _definition_verbs(verbs)
    add_design_verbs(verbs)
    add_document_verbs(verbs)
    add_template_verbs(verbs)
    add_running_verbs(verbs)
    add_time_verbs(verbs)
    drawing = verbs.add_parser("draw", help="画出一个流程的图（SVG），供打印和张贴")
    drawing.add_argument("place", metavar="地方", help="行政区划代码，如 510116；全国为 national")
    drawing.add_argument("procedure", metavar="流程", help="流程文件夹名，如 acceptance")
    drawing.set_defaults(verb=_draw)

    auditing = verbs.add_parser("audit", help="审计")
    audits = auditing.add_subparsers(required=True, metavar="命令")
    verify = audits.add_parser("verify", help="核验办理日志没有被改动、删除、截断")
    verify.add_argument("--place", help="只核验一个地方（行政区划代码）")
    verify.set_defaults(verb=_audit_verify)
    return parser


def _definition_verbs(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = verbs.add_parser("check", help="检查 processes/ 和 forms/ 里的全部定义")
    check.add_argument("folder", nargs="?", type=Path, default=HERE)
    check.set_defaults(verb=_check)

    explain = verbs.add_parser("explain", help="说明一个期限：适用值、出处、覆盖、试算")
    explain.add_argument("place", help="行政区划代码，或者 national")
    explain.add_argument("procedure", help="流程的文件夹名，如 filing")
    explain.add_argument("limit", help="期限代码，如 dl_filing_notice")
    explain.add_argument("--on", type=date.fromisoformat, required=True, help="起算日期")
    explain.set_defaults(verb=_explain)

    differences = verbs.add_parser("differences", help="各地与上级有什么不同（Markdown）")
    differences.set_defaults(verb=_differences)

    scenario = verbs.add_parser("scenario", help="场景")
    scenarios = scenario.add_subparsers(required=True, metavar="命令")
    run = scenarios.add_parser("run", help="逐个执行场景文件，报告每一步")
    run.add_argument("files", nargs="+", type=Path)
    run.add_argument("--database", default="", help="另一个空数据库的地址；默认临时 SQLite")
    run.set_defaults(verb=_scenario_run)

    publish = verbs.add_parser("publish", help="把文件夹里的定义发布为一个地方的新版本")
    publish.add_argument("place")
    publish.add_argument("--made-by", required=True, help="制作人")
    publish.add_argument("--approved-by", required=True, help="批准人，须为另一人")
    publish.add_argument("--changes", required=True, help="改动说明")
    publish.set_defaults(verb=_publish)


def _differences(_options: argparse.Namespace) -> int:
    """Every place against the one above it, as the page docs/localities.md shows."""
    codes = [
        code
        for folder in read_tree(HERE).place_folders
        if (code := code_of_folder(folder)) is not None
    ]
    tell(page_of_differences({code: load_release(HERE, code) for code in codes}))
    return 0


def _check(options: argparse.Namespace) -> int:
    found = check_everything(options.folder)
    for one in found:
        tell(one.sentence)
    errors = sum(one.level == "error" for one in found)
    tell(f"{errors}处错误，{len(found) - errors}处提醒")
    return BAD_INPUT if errors else 0


def _explain(options: argparse.Namespace) -> int:
    release = load_release(HERE, options.place)
    tell(explain_limit(release, procedure=options.procedure, key=options.limit, on=options.on))
    return 0


def _scenario_run(options: argparse.Namespace) -> int:
    settings = replace(settings_of_this_process(), database=options.database)
    failed = 0
    for path in options.files:
        scenario, results = run_file(path, settings)
        tell(f"{path.name}　{scenario.title}")
        for result in results:
            verdict = "不通过" if result.differences else "通过"
            tell(f"  {verdict}　{result.number:>3}　{result.what}")
            for difference in result.differences:
                tell(f"        {difference}")
        failed += any(result.differences for result in results)
    tell(f"{len(options.files) - failed}个场景通过，{failed}个不通过")
    return BAD_INPUT if failed else 0


def _publish(options: argparse.Namespace) -> int:
    """Check, then put in force from now on; running cases keep their own release."""
    errors = [one for one in check_everything(HERE) if one.level == "error"]
    for one in errors:
        tell(one.sentence)
    if errors:
        return BAD_INPUT
    house = open_house(settings_of_this_process())
    migrate.refuse_unless_current(house.store.engine)
    release = load_release(HERE, options.place)
    if not _proved(house, release):
        return BAD_INPUT
    publication = AgreedRelease(
        release_id=release.id,
        bundle=to_bundle(release),
        in_force_from=house.office.clock.now(),
        made_by=options.made_by,
        approved_by=options.approved_by,
        changes=options.changes,
    )
    with writing(house.store.engine) as connection:
        enter_place(connection, release.place, release.place_info.title)
        new = publish(connection, release.place, publication)
    outcome = "已发布" if new else "内容与已发布的版本相同"
    tell(f"{release.place_info.title}　{release.id}　{outcome}")
    return 0


def _proved(house: House, release: Release) -> bool:
    """Whether every scenario goes as it says; what is in force already was proved before."""
    with house.store.begin(release.place) as tx:
        known = tx.release_in_force(house.office.clock.now())
        if known == release.id:
            return True
        base = known and house.office.open_release(known, lambda: tx.release_bundle(known))
    proof = prove(release, house.settings, base=base or release, tell=tell_outcome)
    tell(f"{len(proof.outcomes)} 个场景，{len(proof.failed)} 个不通过")
    return not proof.failed


def _demo(options: argparse.Namespace) -> int:
    settings = _demo_settings()
    stage = play_demo(settings, DEMO_FOLDER, tell, until=SystemClock().now())
    report = audit.verify(stage.house.store.engine, secrecy=stage.house.store.secrecy)
    tell(f"日志核验：{report.cases}件案件，{report.lines}条，{len(report.faults)}处问题")
    tell(f"网页：http://{HOST}:{options.port}/")
    roles = stage.release.place_info.roles
    accounts = "、".join(f"{login}（{roles[login].title}）" for login in ACCOUNTS)
    tell(f"演示账号（密码都是 {PASSWORD}）：{accounts}")
    stage.house.store.engine.dispose()
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
    engine = open_house(settings).store.engine
    migrate.refuse_unless_current(engine)
    engine.dispose()  # no connection passes into the processes that begin now
    return _run_web(settings, options.host, options.port, processes=options.processes)


def _run_web(settings: Settings, host: str, port: int, *, processes: int = 1) -> int:
    from webui.serving import serve

    serve(settings, host=host, port=port, processes=processes)
    return 0


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


def _migrate(_options: argparse.Namespace) -> int:
    house = open_house(settings_of_this_process())
    before = migrate.current(house.store.engine)
    migrate.upgrade(house.store.engine)
    search_index.fill_if_empty(house.store.engine)
    tell(f"表结构：{before or '空'} → {migrate.current(house.store.engine)}")
    return 0


def _draw(options: argparse.Namespace) -> int:
    from webui.diagram_svg import standalone

    release = load_release(Path(settings_of_this_process().definitions), options.place)
    drawn = {one.procedure: one for one in release.process_definitions.values()}
    if options.procedure not in drawn:
        raise ProcedureUnknown(procedure=options.procedure, known="、".join(drawn))
    tell(standalone(drawn[options.procedure]).rstrip())
    return 0


def _audit_verify(options: argparse.Namespace) -> int:
    house = open_house(settings_of_this_process())
    report = audit.verify(house.store.engine, place=options.place, secrecy=house.store.secrecy)
    for fault in report.faults:
        tell(f"案件 {fault.case_id} 第{fault.seq}条：{fault.what}")
    tell(f"{report.cases}件案件，{report.lines}条日志，{len(report.faults)}处问题")
    return BAD_INPUT if report.faults else 0
