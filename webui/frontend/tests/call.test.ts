import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { address, call, deedKey, setFormToken } from '@/api/call';
import { Refused } from '@/api/refusal';
import { ROUTES } from '@/api/routes';
import { Sha256 } from '@/api/sha256';
import { addressOf, askedBy } from '@/pages/inbox/inbox';
import { freeName } from '@/pages/inbox/saved';
import { inside } from '@/pages/login/next';
import { day, moment, size } from '@/words';

afterEach(() => vi.unstubAllGlobals());

function answer(status: number, body: unknown, headers = {}) {
  const asked = vi.fn(async (_path: string, _how: RequestInit) => new Response(body === null ? null : JSON.stringify(body), { status, headers }));
  vi.stubGlobal('fetch', asked);
  return asked;
}

test('a change carries the form token, a question does not', async () => {
  const asked = answer(200, {});
  setFormToken('abc');
  await call(ROUTES.me);
  await call(ROUTES.completeItem, { params: { item: '1' }, body: {} });
  expect(asked.mock.calls[0]![1].headers).not.toHaveProperty('X-Form-Token');
  expect(asked.mock.calls[1]![1].headers).toMatchObject({ 'X-Form-Token': 'abc' });
});

test('a refusal comes with its code, and its fields by place', async () => {
  answer(422, { code: 'form_invalid', what: '有1处不对。', mend: '请更正。', fields: [{ field: 'rows[0].a', what: '缺。', mend: '补。' }] });
  const refused = await call(ROUTES.me).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refused);
  expect((refused as Refused).byField.get('rows[0].a')?.what).toBe('缺。');
});

test('without an answer it is said that what was typed is still there', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('network')));
  await expect(call(ROUTES.me)).rejects.toMatchObject({ status: 0, refusal: { code: 'no_answer' } });
});

test('parameters cannot leave their place in the address', () => {
  expect(address('/items/{item}', { params: { item: '../me?x' } })).toBe('/api/v1/items/..%2Fme%3Fx');
  expect(address('/items', { query: { q: '', tab: 'todo', page: undefined } })).toBe('/api/v1/items?tab=todo');
});

test('no two deeds have one key', () => {
  expect(new Set(Array.from({ length: 100 }, deedKey)).size).toBe(100);
});

test('a fingerprint made in pieces is the fingerprint of the whole', () => {
  const bytes = new Uint8Array(1000).map((_, at) => (at * 7) % 256);
  for (const cut of [0, 1, 55, 56, 63, 64, 65, 999]) {
    const mine = new Sha256().add(bytes.slice(0, cut)).add(bytes.slice(cut)).hex();
    expect(mine).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});

test('after logging in one stays on this site', () => {
  expect(inside('/items/1?a=b')).toBe('/items/1?a=b');
  for (const elsewhere of ['//evil', '/\\evil', 'https://evil', undefined]) expect(inside(elsewhere)).toBe('/');
});

test('the inbox stands in the address, and a strange address is a plain inbox', () => {
  const asked = askedBy({ tab: 'done', page: '3', q: '云雀', sort: '-closed_at' });
  expect(askedBy(addressOf(asked))).toEqual(asked);
  expect(askedBy({ tab: 'evil', page: '-1' })).toMatchObject({ tab: 'todo', page: 1 });
});

test('days and instants read as in Shanghai, wherever the browser stands', () => {
  expect(day('2026-03-05')).toBe('2026年3月5日');
  expect(moment('2026-03-05T01:30:00+00:00')).toBe('2026年3月5日 09:30');
  expect([day(null), moment(null), size(1536)]).toEqual(['—', '—', '1.5 KB']);
});

test('a copied filter takes a name that is still free, and no longer than a name may be', () => {
  const named = (name: string) => ({ name, tab: 'todo', query: {} });
  expect(freeName([], '超期的')).toBe('超期的');
  expect(freeName([named('超期的'), named('超期的（2）')], '超期的')).toBe('超期的（3）');
  const long = '名'.repeat(20);
  expect(freeName([named(long)], long)).toBe(`${'名'.repeat(17)}（2）`);
});
