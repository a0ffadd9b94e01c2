import { afterEach, expect, test, vi } from 'vitest';
import { call } from '@/api/call';
import { useDeed } from '@/api/deed';
import { ROUTES } from '@/api/routes';

afterEach(() => vi.unstubAllGlobals());

const ASKED: string[] = [];
const NETWORK = new TypeError('network');

/** The server answers so, once each. */
function answers(...told: (Response | TypeError)[]): void {
  vi.stubGlobal('fetch', async () => {
    const one = told.shift()!;
    if (one instanceof Response) return one;
    throw one;
  });
}

const refused = (): Response => new Response(JSON.stringify({ code: 'form_invalid', what: '不对。', mend: '请更正。' }), { status: 422 });
const done = (): Response => new Response('{}');

test('what was not answered is asked again under the same key, what was refused or done under a new one', async () => {
  ASKED.length = 0;
  answers(NETWORK, refused(), done(), done());
  const { attempt, refusal, busy } = useDeed();
  const again = (): Promise<boolean> => attempt((key) => (ASKED.push(key), call(ROUTES.logOut, { body: { key } })));
  expect(await again()).toBe(false);
  expect(refusal.value?.code).toBe('no_answer');
  expect(await again()).toBe(false);
  expect(refusal.value?.what).toBe('不对。');
  expect(await again()).toBe(true);
  expect([refusal.value, busy.value]).toEqual([null, false]);
  await again();
  expect(ASKED[0]).toBe(ASKED[1]);
  expect(new Set(ASKED).size).toBe(3);
});
