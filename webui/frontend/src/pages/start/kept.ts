// What is typed into the first form of a case while there is no case yet. It names the complainant, so it is
// kept in this window alone, never on the disk of a counter, and is gone with the window or the log-out.
import { watch } from 'vue';
import { me } from '@/api/me';
import type { Body } from '@/api/shapes';

const kept = new Map<string, Body>();

watch(
  () => me.value?.person.id,
  () => kept.clear(),
);

export function keepTyped(step: string, values: Body): void {
  kept.set(step, JSON.parse(JSON.stringify(values)) as Body);
}

export function typedBefore(step: string): Body | undefined {
  return kept.get(step);
}

export function dropTyped(step: string): void {
  kept.delete(step);
}
