// A deed under way: busy until it is answered, and what the server refused.
import { ref, type Ref, shallowRef } from 'vue';
import { deedKey } from './call';
import { Refused, type Refusal, refusalOf } from './refusal';

export interface Deed {
  busy: Ref<boolean>;
  /** What to show; null once it is tried again. */
  refusal: Ref<Refusal | null>;
  /** The same, where the server refused: what is wrong with which field. */
  refused: Ref<Refused | null>;
  /** Answers whether it was done. Unanswered it may have been: the next try has the same key. */
  attempt: (deed: (key: string) => Promise<unknown>) => Promise<boolean>;
}

export function useDeed(): Deed {
  const busy = ref(false);
  const refusal = shallowRef<Refusal | null>(null);
  const refused = shallowRef<Refused | null>(null);
  let key = deedKey();

  async function attempt(deed: (key: string) => Promise<unknown>): Promise<boolean> {
    busy.value = true;
    refusal.value = null;
    refused.value = null;
    try {
      await deed(key);
      key = deedKey();
      return true;
    } catch (error) {
      refused.value = error instanceof Refused ? error : null;
      if (refused.value?.code !== 'no_answer') key = deedKey();
      refusal.value = refusalOf(error);
      return false;
    } finally {
      busy.value = false;
    }
  }
  return { busy, refusal, refused, attempt };
}
