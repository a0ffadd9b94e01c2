// One part open in its editor: read, changed, kept on the server some moments later, never lost in silence.
import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { call, readBytes } from '@/api/call';
import { Refused, type Refusal, refusalOf } from '@/api/refusal';
import { ROUTES } from '@/api/routes';
import { Sha256 } from '@/api/sha256';
import type { Desk } from './desk';
import type { Part } from './shapes';

const QUIET_MS = 1_200;
const AGAIN_MS = 5_000;

export type Keeping = '' | 'typing' | 'saving' | 'kept' | 'failed';

export function useOpenPart(desk: Desk) {
  const part = shallowRef<Part | null>(null);
  const content = ref('');
  /** Grows when the content came from the server: the editor begins anew. */
  const epoch = ref(0);
  const state = ref<Keeping>('');
  const keptAt = ref('');
  const refusal = shallowRef<Refusal | null>(null);
  const reading = ref(false);
  let seen = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;

  const dirty = computed(() => state.value === 'typing' || state.value === 'saving' || state.value === 'failed');

  async function open(path: string): Promise<void> {
    const found = desk.partOf(path) ?? null;
    part.value = null;
    refusal.value = null;
    state.value = '';
    if (!found) return;
    reading.value = true;
    try {
      const bytes = await readBytes(ROUTES.designPart, { params: { draft: desk.draftId }, query: { part: path } });
      content.value = isBinary(path) ? '' : new TextDecoder().decode(bytes);
      seen = new Sha256().add(bytes).hex();
      epoch.value += 1;
      part.value = found;
    } catch (error) {
      refusal.value = refusalOf(error);
    } finally {
      reading.value = false;
    }
  }

  function changed(now: string): void {
    content.value = now;
    state.value = 'typing';
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), QUIET_MS);
  }

  /** Keep what is typed; answers whether all of it stands on the server. */
  async function keep(): Promise<boolean> {
    clearTimeout(timer);
    if (running) await running;
    if (!dirty.value || !part.value) return true;
    running = save(part.value.path, content.value).finally(() => (running = null));
    await running;
    return !dirty.value;
  }

  async function save(path: string, now: string): Promise<void> {
    state.value = 'saving';
    try {
      const body = { part: path, content: now, seen };
      const kept = await call<{ saved_at: string }>(ROUTES.savePart, { params: { draft: desk.draftId }, body });
      seen = isBinary(path) ? '' : new Sha256().add(new TextEncoder().encode(now)).hex();
      refusal.value = null;
      keptAt.value = kept.saved_at;
      if (state.value === 'saving') state.value = 'kept';
      await desk.again();
      desk.checkSoon();
    } catch (error) {
      refusal.value = refusalOf(error);
      state.value = 'failed';
      if (error instanceof Refused && error.code === 'no_answer') timer = setTimeout(() => void keep(), AGAIN_MS);
      else void desk.again();
    }
  }

  /** What is on the screen goes; what the server has comes. */
  async function reread(): Promise<void> {
    clearTimeout(timer);
    if (part.value) await open(part.value.path);
  }

  function hold(event: BeforeUnloadEvent): void {
    if (dirty.value) event.preventDefault();
  }
  onMounted(() => addEventListener('beforeunload', hold));
  onBeforeUnmount(() => {
    removeEventListener('beforeunload', hold);
    clearTimeout(timer);
  });

  return { part, content, epoch, state, keptAt, refusal, reading, dirty, open, changed, keep, reread };
}

function isBinary(path: string): boolean {
  return path.endsWith('.docx');
}
