// A deed under way: busy until it is answered, and what the server refused.
import { ref, type Ref, shallowRef } from 'vue';
import { deedKey } from './call';
import { Refused, type Refusal, refusalOf } from './refusal';

export interface Deed {
  busy: Ref<boolean>;
  /** What to show; null once it is tried again. */
  refusal: Ref<Refusal | null>;
  /** Answers whether it was done. Unanswered it may have been: the next try has the same key. */
  attempt: (deed: (key: string) => Promise<unknown>) => Promise<boolean>;
}

export function useDeed(): Deed {
  const busy = ref(false);
  const refusal = shallowRef<Refusal | null>(null);
  let key = deedKey();

  async function attempt(deed: (key: string) => Promise<unknown>): Promise<boolean> {
    busy.value = true;
    refusal.value = null;
    try {
      await deed(key);
      key = deedKey();
      return true;
    } catch (error) {
      if (!(error instanceof Refused && error.code === 'no_answer')) key = deedKey();
      refusal.value = refusalOf(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, refusal, attempt };
}
