// What the drawing board answers, as far as these pages read it.

export interface Draft {
  id: string;
  title: string;
  owner_id: string;
  base_release_id: string;
  state: 'open' | 'proposed' | 'published' | 'discarded';
  state_words: string;
  begun_at: string;
  saved_at: string;
  parts: Record<string, string | null>;
}

export interface Lock {
  part: string;
  draft_id: string;
  person_id: string;
  since: string;
  reason: string | null;
}

export type PartKind =
  | 'diagram'
  | 'limits'
  | 'facts'
  | 'required'
  | 'decision'
  | 'form'
  | 'group'
  | 'task_form'
  | 'document'
  | 'template'
  | 'place'
  | 'scenario'
  | 'calendar';

/** One file of a draft. */
export interface Part {
  path: string;
  kind: PartKind;
  title: string;
  /** The same for the files of all places about one thing. */
  about: string;
  /** Title of the place whose file it is. */
  level: string;
  sha256: string;
  size: number;
  is_own: boolean;
  is_changed: boolean;
}

export interface Edit {
  id: string;
  part: string;
  edited_by: string;
  edited_at: string;
  undone: boolean;
}

export interface DraftAnswer {
  draft: Draft;
  /** Folders of places, nearest first. */
  lineage: string[];
  parts: Part[];
  edits: Edit[];
  locks: Lock[];
  people: Record<string, string>;
  now: string;
}

export interface DraftList {
  rows: Draft[];
  locks: Lock[];
  people: Record<string, string>;
}

export interface Finding {
  code: string;
  level: 'error' | 'warning';
  file: string;
  line: number;
  what: string;
  mend: string;
  /** Id of an element, key or cell. */
  where: string;
  /** Of a step the law requires: what demands it. */
  law: string;
}

export interface Publication {
  id: string;
  release_id: string;
  draft_id: string | null;
  in_force_from: string;
  made_by: string;
  approved_by: string | null;
  changes: string;
  state: string;
  state_words: string;
  reach_words: string;
  proposed_at: string;
}

/** Where in a part to look. */
export interface Spot {
  where: string;
  line: number;
}
