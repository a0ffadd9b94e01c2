// The files of a draft as a person looks for them: by kind, one line per thing, whichever place it comes from.
import type { Finding, Lock, Part, PartKind } from './shapes';

export interface Row {
  about: string;
  kind: PartKind;
  title: string;
  /** The file that holds, or is laid on top. */
  part: Part;
  /** All files about it, nearest place first. */
  levels: Part[];
  errors: number;
  doubts: number;
  lock: Lock | null;
}

export interface Group {
  key: string;
  label: string;
  rows: Row[];
}

const GROUPS: { key: string; label: string; kinds: PartKind[] }[] = [
  { key: 'diagrams', label: '流程图', kinds: ['diagram'] },
  { key: 'limits', label: '期限', kinds: ['limits'] },
  { key: 'forms', label: '文书表单', kinds: ['form'] },
  { key: 'tasks', label: '任务表单', kinds: ['task_form', 'group'] },
  { key: 'documents', label: '文号、用印和填写', kinds: ['document'] },
  { key: 'templates', label: '文书样式', kinds: ['template'] },
  { key: 'decisions', label: '决策表', kinds: ['decision'] },
  { key: 'place', label: '本地情况', kinds: ['place'] },
  { key: 'required', label: '必经步骤', kinds: ['required'] },
  { key: 'facts', label: '案件要素', kinds: ['facts'] },
  { key: 'scenarios', label: '场景', kinds: ['scenario'] },
];

/** The groups of the tree, in the order the server lists the files; a group without files stands nowhere. */
export function grouped(parts: Part[], lineage: string[], findings: Finding[], locks: Lock[]): Group[] {
  const near = (part: Part): number => lineage.indexOf(part.path.split('/')[1] ?? '');
  const abouts = new Map<string, Part[]>();
  for (const part of parts) abouts.set(part.about, [...(abouts.get(part.about) ?? []), part]);
  const rows = [...abouts.values()].map((levels) => rowOf(levels.sort((a, b) => near(a) - near(b)), findings, locks));
  return GROUPS.map(({ key, label, kinds }) => ({
    key,
    label,
    rows: rows.filter((row) => kinds.includes(row.kind)),
  })).filter((group) => group.rows.length > 0);
}

function rowOf(levels: Part[], findings: Finding[], locks: Lock[]): Row {
  const part = levels[0]!;
  const paths = new Set(levels.map((one) => one.path));
  const mine = findings.filter((one) => paths.has(one.file));
  return {
    about: part.about,
    kind: part.kind,
    title: part.title,
    part,
    levels,
    errors: mine.filter((one) => one.level === 'error').length,
    doubts: mine.filter((one) => one.level === 'warning').length,
    lock: locks.find((one) => one.part === part.path) ?? null,
  };
}
