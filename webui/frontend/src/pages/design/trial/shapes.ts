// A dry run as it is told and as it stands.
export type Entry = Record<string, unknown>;

export interface Told {
  title: string;
  why?: string;
  orgs: { name: string; level: string; kind: string }[];
  steps: Entry[];
}

export interface OpenTask {
  code: string;
  process: string;
  element: string;
  step: string;
  title: string;
  role: string;
  role_title: string;
  by: string;
}

export interface Actor {
  by: string;
  name: string;
  role: string;
  role_title: string;
}

export interface Standing {
  at: string;
  results: { number: number; what: string; differences: string[] }[];
  status: string;
  ended: boolean;
  open_tasks: OpenTask[];
  facts: { name: string; label: string; value: unknown }[];
  documents: string[];
  due: { title: string; due_on: string | null }[];
  sent: { to: string; subject: string; text: string }[];
  coverage: Record<'nodes' | 'flows' | 'boundary_events', [number, number]>;
  starts: { code: string; title: string }[];
  cast: Actor[];
  process: string;
  svg: string;
  processes: { process: string; title: string; here: boolean }[];
}

/** An entry as a person reads it; `what` is told of those that only files have. */
export function wordsOf(entry: Entry, cast: Actor[], what: string): string {
  const at = String(entry.at ?? '');
  if (entry.advance_to) return `时间拨到 ${String(entry.advance_to)}`;
  if (entry.walk_to) return `${at} 按样例顺走到 ${String(entry.walk_to)}`;
  if (!entry.step || !entry.by) return what;
  const actor = cast.find((one) => one.by === entry.by);
  const who = actor ? `${actor.name}（${actor.role_title}）` : String(entry.by);
  return `${at} ${entry.do === 'start' ? '登记' : '办结'} ${String(entry.step)}，${who}`;
}

/** An instant as a scenario writes it: 2026-03-02 09:00, in Shanghai. */
export function asTold(instant: string): string {
  return new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}
