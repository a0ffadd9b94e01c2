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
  /** What the single sign-on is called; null without one. */
  sign_on: string | null;
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
  /** The password is still the one an administrator made; nothing else is open before it is changed. */
  first_password?: boolean;
  settings: Partial<Settings>;
}

export interface SavedFilter {
  name: string;
  tab: string;
  query: Record<string, string>;
  /** Given to everybody of the person's organ. */
  shared?: boolean;
}

/** One that a colleague of the same organ gives. */
export interface SharedFilter extends SavedFilter {
  owner: string;
}

/** What a person set for himself; kept on the server, for every machine of his. */
export interface Settings {
  /** Columns put away, by list. */
  columns: Record<string, string[]>;
  filters: SavedFilter[];
  phrases: string[];
  notices: Record<string, unknown>;
  page: { keys?: boolean };
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
  why: string;
  /** Where the case of a finished task stands. */
  now: string;
  /** Whose the next limit is. */
  limit_of: string | null;
  light: Light | null;
  due_on: string | null;
  limit_title: string | null;
  priority: number;
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
  light: Light | null;
  source: string;
}

export interface Paper {
  title: string;
  in_draft: boolean;
  lines: Line[];
}

/** The page of a task, and of the step a case begins with (then without ids). */
export interface ItemPage {
  item: { item_id: string; step: string; title: string; role: string; state: string; may: string[] };
  case: { case_id: string; case_no: string | null; title: string; version: number; whole: boolean };
  due: Due | null;
  form: Form;
  data: Body;
  has_draft: boolean;
  guidance: string | null;
  documents: Paper[];
  send_back_to?: { step: string; title: string }[];
}

export interface TimelineItem {
  item_id: string;
  person: string;
  role: string;
  open: boolean;
  mine: boolean;
  may_take_back?: boolean;
  closed_at: string | null;
  reason: string | null;
  result: string | null;
  text: string | null;
}

export interface TimelineVisit {
  title: string;
  step: string;
  procedure: string;
  opened_at: string;
  ended_at: string | null;
  open: boolean;
  items: TimelineItem[];
}

export interface Period {
  clock_id?: string;
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
  state_words: string;
  drafted_at: string | null;
  signed_at: string | null;
  sealed_at: string | null;
  /** The document that a proof of service proves. */
  about: string | null;
  served_on: string | null;
  service_mode: string | null;
  verify_code: string | null;
  files: string[];
  has_masked_copy: boolean;
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
  step: string;
  title: string;
}

export interface Party {
  role: string;
  name: string;
  masked: boolean;
  may_unmask: boolean;
  details: Line[];
}

export interface PersonNamed {
  person_id: string;
  name: string;
  unit: string | null;
}

/** The case was sent to somebody for reading. */
export interface Circulation {
  sender: string;
  reader: string;
  words: string;
  sent_at: string;
  read_at: string | null;
  mine: boolean;
}

export interface CasePage {
  case: {
    case_id: string;
    case_no: string | null;
    title: string;
    state: string;
    flags: string[];
    ended: boolean;
    version: number;
    whole: boolean;
    may_enter_paper?: boolean;
    may_print_receipt: boolean;
    lines: Line[];
    reported: Line[];
  };
  parties: Party[];
  open_items: TimelineVisit[];
  timeline: TimelineVisit[];
  periods: Period[];
  documents: CaseDocument[];
  diagrams: { process: string; title: string; here: string | null }[];
  related?: { case_id: string; case_no: string | null; title: string; state: string; relation: string }[];
  attachments?: Attachment[];
  circulations: Circulation[];
  acts?: CaseAct[];
  volume?: string[];
}

export interface LogLine {
  seq: number;
  at: string;
  /** When it was done, of what was entered from paper afterwards. */
  effective_at: string | null;
  actor: string;
  what: string;
  about: string;
  minor: boolean;
}

export interface LogVerified {
  lines: number;
  head_hash: string;
  whole: boolean;
  faults: string[];
}

/** A case that began by a deed on another; the query code is told once. */
export interface Offshoot {
  case_id: string;
  item_id: string;
  step: string;
  task: string;
  relation: 'new_facts' | 'split';
  query_code: string;
}
