// What is typed is kept: on the server while there is one, and said so.
import { onBeforeUnmount, onMounted, ref } from 'vue';

const QUIET_MS = 3_000;

/** Keep a draft some seconds after the last change; `state` says how that stands. */
export function useDraft(save: () => Promise<unknown>) {
  const state = ref<'' | 'typing' | 'kept' | 'failed'>('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  function changed(): void {
    if (ended) return;
    state.value = 'typing';
    clearTimeout(timer);
    timer = setTimeout(() => void now(), QUIET_MS);
  }

  async function now(): Promise<void> {
    clearTimeout(timer);
    try {
      await save();
      if (!ended && state.value === 'typing') state.value = 'kept';
    } catch {
      state.value = 'failed';
    }
  }

  /** The form is handed in: there is nothing left to keep. */
  function end(): void {
    ended = true;
    clearTimeout(timer);
    state.value = '';
  }

  function hold(event: BeforeUnloadEvent): void {
    if (state.value === 'typing' || state.value === 'failed') event.preventDefault();
  }
  onMounted(() => addEventListener('beforeunload', hold));
  onBeforeUnmount(() => {
    removeEventListener('beforeunload', hold);
    if (state.value === 'typing') void now();
  });

  return { state, changed, now, end };
}
