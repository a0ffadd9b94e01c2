// A file in pieces: after a broken connection it goes on where the server stopped.
import { call, sendBytes } from './call';
import { Refused } from './refusal';
import { ROUTES } from './routes';
import { Sha256 } from './sha256';
import type { Attachment } from './shapes';

const PIECE_BYTES = 1 << 20;
const TRIES_MAX = 5;
const WAIT_MS = 1_500;

/** Upload `file` to a case; `told` hears how much is done, 0 to 1. */
export async function upload(caseId: string, file: File, told: (done: number) => void): Promise<Attachment> {
  const begun = await call<{ upload_id: string; offset: number }>(ROUTES.beginUpload, {
    params: { case: caseId },
    body: { name: file.name, size: file.size, sha256: await fingerprint(file) },
  });
  let offset = begun.offset;
  let tries = 0;
  while (offset < file.size) {
    try {
      const piece = file.slice(offset, offset + PIECE_BYTES);
      const answer = await sendBytes<{ offset: number }>(`/uploads/${begun.upload_id}`, piece, {
        'Content-Type': 'application/octet-stream',
        'Upload-Offset': String(offset),
      });
      offset = answer.offset;
      tries = 0;
      told(offset / file.size);
    } catch (error) {
      tries += 1;
      if (!(error instanceof Refused) || error.code !== 'no_answer' || tries >= TRIES_MAX) throw error;
      await new Promise((done) => setTimeout(done, WAIT_MS * tries));
      offset = await reached(begun.upload_id, offset); // the piece may have come though its answer did not
    }
  }
  return call<Attachment>(ROUTES.finishUpload, { params: { upload: begun.upload_id } });
}

async function reached(upload: string, known: number): Promise<number> {
  try {
    return (await call<{ offset: number }>(ROUTES.uploadStands, { params: { upload } })).offset;
  } catch {
    return known;
  }
}

async function fingerprint(file: File): Promise<string> {
  const sum = new Sha256();
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    sum.add(new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer()));
  }
  return sum.hex();
}
