// What the routes about time answer (webui/api/time_shapes.py).
import type { Light } from '@/api/shapes';

export interface Shown {
  since: string;
  light: string;
  words: string;
}

export interface ClockLine {
  clock_id: string;
  limit: string;
  title: string;
  amount: string;
  source: string;
  promised: boolean;
  total: boolean;
  held_by: string;
  started_on: string;
  due_on: string | null;
  provisional: boolean;
  light: Light;
  stopped: boolean;
  stopped_on: string | null;
  paused: string;
  rungs: string[];
  history: Shown[];
}

export interface Account {
  kind: string;
  label: string;
  who: string;
  role: string;
  seconds: number;
  times: number;
  redone_seconds: number;
}

export interface Stretch {
  kind: string;
  who: string;
  step: string;
  redone: boolean;
  began_at: string;
  ended_at: string;
}

export interface CaseTime {
  case_id: string;
  case_no: string | null;
  case_title: string;
  version: number;
  clocks: ClockLine[];
  step_light: Light | null;
  total_light: Light | null;
  faults: { kind: string; on: string; about: string; why: string }[];
  stretches: Stretch[];
  account: Account[];
  elapsed_seconds: number;
  may: string[];
}

export interface Explanation {
  clock_id: string;
  case_no: string;
  title: string;
  amount: string;
  source: string;
  promised: boolean;
  started_on: string;
  due_on: string | null;
  provisional: boolean;
  summary: string;
  entries: { what: string; at: string; entered_at: string; retroactive: boolean; ground: string; approver: string }[];
  days: { day: string; counted: boolean; number: number | null; why: string; source: string }[];
  earlier_runs: string[];
  known_at: string | null;
  moment: string | null;
}

export interface RegisterRow {
  case_id: string;
  case_no: string | null;
  case_title: string;
  kind: string;
  what: string;
  clocks: number;
  amount: number | null;
  began_at: string;
  ended_at: string | null;
  entered_at: string;
  retroactive: boolean;
  ground: string;
  article: string;
  document: string;
  approver: string;
}

export interface Incidents {
  rows: { job_id: string; kind: string; case_id: string | null; case_no: string | null; due_at: string; attempts: number; error: string }[];
  decisions: { kind: string; decision: string; reason: string; error: string; decided_by: string; decided_at: string }[];
  may_end: boolean;
}

export interface Overview {
  lights: { light: string; words: string; number: number }[];
  late: {
    case_id: string;
    case_no: string | null;
    case_title: string;
    status: string;
    organ: string | null;
    clock_id: string;
    title: string;
    held_by: string;
    due_on: string | null;
    light: Light;
    rungs: string[];
  }[];
  watched: { case_id: string; case_no: string | null; case_title: string; status: string; flags: string[] }[];
}

export interface CalendarDay {
  day: string;
  working: boolean;
  name: string;
  ground: string;
  provisional: boolean;
}

export interface CalendarChange {
  change_id: string;
  kind: string;
  title: string;
  document_no: string;
  state: string;
  state_words: string;
  proposed_by: string;
  proposed_at: string;
  decided_by: string;
  decided_at: string | null;
  mine: boolean;
}

export interface CalendarYear {
  year: number;
  years: number[];
  confirmed: boolean;
  source: string;
  working_days: number;
  days: CalendarDay[];
  changes: CalendarChange[];
  recalculations: Recalculation[];
  may_change: boolean;
  may_see_moved: boolean;
}

export interface Recalculation {
  id: string;
  begun_at: string;
  ended_at: string | null;
  read_count: number;
  moved_count: number;
}

export interface RecalculationReport extends Recalculation {
  source: string;
  document_no: string;
  decided_by: string;
  rows: { case_id: string; case_no: string | null; case_title: string; clock_id: string; title: string; due_before: string | null; due_on: string | null }[];
  rows_left_out: number;
}

export interface Notice {
  year: number | null;
  document_no: string | null;
  published_on: string | null;
  holidays: { name: string; first_on: string; last_on: string }[];
  makeup_workdays: string[];
  days_before: { day: string; kind: string; name: string }[];
  working_days: number | null;
  faults: string[];
}

export const HELD_BY: Record<string, string> = {
  us: '监督机构',
  supervised_org: '被监督机关',
  complainant: '投诉举报人',
  receiver: '受移送机关',
};
