// Refusals of places that have no control on the page: they are said at its head.
import type { FieldRefusal, Refused } from '@/api/refusal';
import type { Form } from '@/api/shapes';
import { fieldsOf } from './conditions';

export function looseOf(form: Form | null, refused: Refused | null): FieldRefusal[] {
  if (!form || !refused) return [];
  const shown = new Set(fieldsOf(form.components).filter((one) => !one.read_only).map((one) => one.key));
  return (refused.refusal.fields ?? []).filter((one) => !shown.has(one.field.split(/[.[]/)[0]));
}
