// 补录: what the server says of a step that was done on paper, and what is sent of it.
import type { FieldRefusal, Refusal } from '@/api/refusal';

export interface PaperStep {
  item_id: string;
  step: string;
  title: string;
  role: string;
  doers: { person_id: string; name: string; unit: string }[];
  papers: { kind: string; title: string; number: boolean; scan: boolean; required: boolean }[];
}

export interface PaperWalk {
  case_id: string;
  case_no: string | null;
  title: string;
  version: number;
  open: boolean;
  until: string | null;
  not_before: string | null;
  steps: PaperStep[];
}

export interface PaperSent {
  doer: string;
  done_on: string;
  done_time: string | null;
  numbers: Record<string, string>;
  scans: Record<string, string>;
}

/** What a refusal says of one field of the bar, at its place there. */
export function ofBar(refusal: Refusal | null): Map<string, FieldRefusal> {
  const found = new Map<string, FieldRefusal>();
  if (!refusal) return found;
  for (const one of refusal.fields ?? []) {
    const place = one.field.replace(/^paper\./, '');
    if (place !== one.field) found.set(place, { ...one, field: place });
  }
  const field = refusal.where?.field;
  if (typeof field === 'string') {
    const place = field === 'case_no' ? 'numbers.case' : field;
    found.set(place, { field: place, what: refusal.what, mend: refusal.mend });
  }
  return found;
}
