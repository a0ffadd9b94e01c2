// What the server answers, as far as the pages read it.

export interface Listed<Row> {
  rows: Row[];
  total: number | null;
  total_is_at_least?: boolean;
  page: number;
  pages: number;
}

export interface Light {
  colour: string;
  words: string;
}

export interface Place {
  code: string;
  title: string;
}

export interface Me {
  person: {
    id: string;
    name: string;
    organ?: string | null;
    unit?: string | null;
    post?: string | null;
    roles: { id: string; title: string }[];
  };
  place: Place;
  form_token: string;
  nav: string[];
  settings: Partial<Settings>;
}

export interface SavedFilter {
  name: string;
  tab: string;
  query: Record<string, string>;
}

export interface Settings {
  columns: string[];
  filters: SavedFilter[];
  phrases: string[];
  keys: boolean;
}

export interface ItemRow {
  item_id: string;
  case_id: string;
  case_no: string | null;
  case_title: string;
  task: string;
  step: string;
  process: string;
  role: string;
  opened_at: string;
  closed_at: string | null;
  whose: string;
  why: string | null;
  light: Light | null;
  due_on: string | null;
  limit_title: string | null;
  priority?: string | null;
}

export interface Inbox extends Listed<ItemRow> {
  tab: string;
  counts: Record<string, number>;
}

export interface RowResult {
  item_id: string;
  ok: boolean;
  refusal?: { what: string; mend: string } | null;
}

export interface Option {
  value: string | boolean;
  label: string;
}

/** One component of a form, as `engine.definitions.describe` gives it. */
export interface Component {
  component: string;
  id: string;
  label?: string;
  text?: string;
  hide?: string;
  key?: string;
  type?: string;
  required?: boolean;
  required_if?: string;
  read_only?: boolean;
  description?: string;
  prefix?: string;
  suffix?: string;
  format?: string;
  source?: string;
  suggest?: string;
  secret?: string;
  suggestions_only?: boolean;
  options?: Option[];
  components?: Component[];
  min_length?: number;
  max_length?: number;
  min_items?: number;
  max_items?: number;
  not_future?: boolean;
  file_kinds?: string[];
}

export interface Form {
  code: string;
  components: Component[];
}

export type Body = Record<string, unknown>;

export interface Line {
  label: string;
  words: string;
}

export interface Due {
  title: string;
  due_on: string;
  light: Light;
  source: string;
}

export interface ItemPage {
  item: ItemRow & { version: number; state: string; may: string[] };
  case: { case_id: string; case_no: string | null; title: string };
  form: Form;
  data: Body;
  draft_saved_at: string | null;
  guidance?: string | null;
  basis?: string | null;
  due?: Due | null;
  background?: { title: string; lines: Line[] }[];
  send_back_to?: { visit_id: string; title: string }[];
}

export interface StartForm {
  step: string;
  title: string;
  form: Form;
  data: Body;
  basis?: string | null;
}

export interface TimelineItem {
  item_id: string;
  person: string;
  role: string;
  open: boolean;
  mine: boolean;
  closed_at: string | null;
  reason: string | null;
  result: string | null;
  text: string | null;
}

export interface TimelineVisit {
  visit_id: string;
  title: string;
  step: string;
  procedure: string;
  opened_at: string;
  ended_at: string | null;
  open: boolean;
  items: TimelineItem[];
}

export interface Period {
  clock_id: string;
  title: string;
  amount: string;
  started_on: string;
  due_on: string | null;
  light: Light;
  source: string;
  stopped: boolean;
  stopped_on: string | null;
}

export interface CaseDocument {
  document_id: string;
  kind: string;
  title: string;
  doc_no: string | null;
  state: string;
  state_title: string;
  served_on: string | null;
  service_mode: string | null;
  files: string[];
  masked?: boolean;
}

export interface Attachment {
  attachment_id: string;
  name: string;
  media_type: string;
  size: number;
  sha256: string;
  by: string;
  at: string;
  preview: boolean;
}

export interface CaseAct {
  id: string;
  title: string;
  form?: Form | null;
}

export interface CasePage {
  case: {
    case_id: string;
    case_no: string | null;
    title: string;
    status: string;
    flags: string[];
    version: number;
    whole: boolean;
  };
  cover: Line[];
  parties: { role: string; name: string; masked: boolean }[];
  open_items: { item_id: string; task: string; step: string; whose: string; mine: boolean }[];
  timeline: TimelineVisit[];
  periods: Period[];
  documents: CaseDocument[];
  related: { case_id: string; case_no: string | null; title: string; relation: string }[];
  attachments: Attachment[];
  acts: CaseAct[];
  diagrams: { process: string; title: string; current: boolean }[];
  volume?: string[];
}

export interface LogLine {
  seq: number;
  at: string;
  actor: string;
  what: string;
  about: string;
  minor: boolean;
}
