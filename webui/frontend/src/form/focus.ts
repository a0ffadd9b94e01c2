// Where the server refused a form: the first faulty field, or the notice that tells of it.
import { nextTick } from 'vue';
import type { Refused } from '@/api/refusal';

export async function focusFault(refused: Refused | null): Promise<void> {
  await nextTick();
  const place = refused?.refusal.fields?.[0]?.field;
  const control = place ? document.getElementById(`f-${place}`) : null;
  const target = control ?? document.querySelector<HTMLElement>('.notice.bad');
  target?.scrollIntoView({ block: 'center' });
  (target?.matches('[role=group]') ? target.querySelector<HTMLElement>('input') : target)?.focus();
}
