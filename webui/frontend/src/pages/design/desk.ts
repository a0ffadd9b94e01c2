// A draft on the desk: its files, its check, and who may edit what.
import { computed, onBeforeUnmount } from 'vue';
import { call, deedKey } from '@/api/call';
import { useAnswer } from '@/api/list';
import { me } from '@/api/me';
import { ROUTES } from '@/api/routes';
import { grouped } from './parts';
import type { DraftAnswer, Finding, Lock, Part } from './shapes';

const CHECK_AFTER_MS = 700;

export function useDesk(draftId: string) {
  const params = { draft: draftId };
  const { answer, refusal, again } = useAnswer((signal) => call<DraftAnswer>(ROUTES.designDraft, { signal, params }));
  const check = useAnswer((signal) => call<{ rows: Finding[] }>(ROUTES.checkDesign, { signal, params }));

  const findings = computed(() => check.answer.value?.rows ?? []);
  const mine = computed(() => answer.value?.draft.owner_id === me.value?.person.id);
  const open = computed(() => mine.value && answer.value?.draft.state === 'open');
  const groups = computed(() => {
    const found = answer.value;
    return found ? grouped(found.parts, found.lineage, findings.value, found.locks) : [];
  });
  const canUndo = computed(() => open.value && (answer.value?.edits.some((one) => !one.undone) ?? false));
  const canRedo = computed(() => open.value && (answer.value?.edits.some((one) => one.undone) ?? false));

  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Check soon; asked again and again, once after the last. */
  function checkSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void check.again(), CHECK_AFTER_MS);
  }
  onBeforeUnmount(() => clearTimeout(timer));

  function partOf(path: string): Part | undefined {
    return answer.value?.parts.find((one) => one.path === path);
  }

  /** Somebody's hold on a part, or this person's in another draft. */
  function lockOn(path: string): Lock | undefined {
    return answer.value?.locks.find((one) => one.part === path);
  }

  function isMine(lock: Lock | undefined): boolean {
    return !lock || lock.person_id === me.value?.person.id;
  }

  async function act(route: typeof ROUTES.lockPart | typeof ROUTES.unlockPart, part: string, reason = ''): Promise<void> {
    await call(route, { params, body: { key: deedKey(), part, ...(reason ? { reason } : {}) } });
    await again();
  }

  async function makeOwn(part: string): Promise<string> {
    const made = await call<{ part: string }>(ROUTES.ownPart, { params, body: { key: deedKey(), part } });
    await again();
    return made.part;
  }

  /** Undo the last save, or do it again; answers the part it was. */
  async function step(forward: boolean): Promise<string> {
    const done = await call<{ part: string }>(ROUTES.undoDesign, { params, body: { key: deedKey(), again: forward } });
    await again();
    checkSoon();
    return done.part;
  }

  return {
    draftId, answer, refusal, again, check, checkSoon, findings, groups, open, mine, canUndo, canRedo,
    partOf, lockOn, isMine, act, makeOwn, step,
  };
}

export type Desk = ReturnType<typeof useDesk>;
