// What a publication rests on, and what became of it.
export interface Publication {
  id: string;
  release_id: string;
  draft_id: string | null;
  in_force_from: string;
  made_by: string;
  approved_by: string | null;
  changes: string;
  state: 'proposed' | 'approved' | 'rejected' | 'withdrawn' | 'backed_out';
  state_words: string;
  reach_words: string;
  proposed_at: string;
  decided_at: string | null;
  decision_reason: string | null;
  backed_out_at: string | null;
  backed_out_reason: string | null;
}

export interface Publications {
  rows: Publication[];
  in_force: string[];
  people: Record<string, string>;
  organs: string[];
  now: string;
}

export interface Scenario {
  name: string;
  title: string;
  applies: boolean;
  differences: string[];
}

export interface Proof {
  state: 'none' | 'playing' | 'whole' | 'stopped';
  of: number;
  stopped?: string;
  failed?: string[];
  scenarios: Scenario[];
  coverage?: { nodes: [number, number]; flows: [number, number]; boundary_events: [number, number] } | null;
  missed: { process: string; element: string; kind: string; name: string }[];
}

export interface ChangeRow {
  topic: string;
  kind: string;
  where: string;
  element: string;
  sentence: string;
}
