import { afterEach, expect, test, vi } from 'vitest';
import { upload } from '@/api/upload';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const BYTES = 2_500_000;

/** A server that loses the answer to the second piece though it has kept the piece. */
function server() {
  let kept = 0;
  let lost = false;
  const offsets: number[] = [];
  const json = (body: object) => new Response(JSON.stringify(body), { status: 200 });
  vi.stubGlobal('fetch', async (path: string, how: RequestInit) => {
    if (path.endsWith('/attachments')) return json({ upload_id: 'u', offset: 0 });
    if (how.method === 'PATCH') {
      offsets.push(Number((how.headers as Record<string, string>)['Upload-Offset']));
      kept += (how.body as Blob).size;
      if (offsets.length === 2 && !lost) {
        lost = true;
        throw new TypeError('network');
      }
      return json({ offset: kept });
    }
    return json(how.method === 'GET' ? { offset: kept } : { attachment_id: 'a', name: 'x' });
  });
  return { offsets, kept: () => kept };
}

test('an upload goes on where the server stopped, and sends nothing twice', async () => {
  vi.useFakeTimers();
  const there = server();
  const told: number[] = [];
  const done = upload('case', new File([new Uint8Array(BYTES)], 'x.pdf'), (part) => told.push(part));
  await vi.runAllTimersAsync();
  expect((await done).attachment_id).toBe('a');
  expect(there.kept()).toBe(BYTES);
  expect(there.offsets).toEqual([0, 1 << 20, 2 << 20]);
  expect(told.at(-1)).toBe(1);
});
