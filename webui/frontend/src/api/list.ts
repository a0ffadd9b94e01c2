// A list that is asked for again and again: only the newest answer counts.
import { ref, type Ref, shallowRef } from 'vue';
import { type Refusal, refusalOf } from './refusal';

export interface Asking<T> {
  answer: Ref<T | null>;
  busy: Ref<boolean>;
  refusal: Ref<Refusal | null>;
  again: () => Promise<void>;
}

/** Ask `question`, now and on every `again`; an older answer never overwrites a newer one. */
export function useAnswer<T>(question: (signal: AbortSignal) => Promise<T>): Asking<T> {
  const answer = shallowRef<T | null>(null);
  const busy = ref(false);
  const refusal = shallowRef<Refusal | null>(null);
  let newest: AbortController | null = null;

  async function again(): Promise<void> {
    newest?.abort();
    const mine = new AbortController();
    newest = mine;
    busy.value = true;
    try {
      const found = await question(mine.signal);
      if (newest !== mine) return;
      answer.value = found;
      refusal.value = null;
    } catch (error) {
      if (newest === mine) refusal.value = refusalOf(error);
    } finally {
      if (newest === mine) busy.value = false;
    }
  }

  return { answer, busy, refusal, again };
}
