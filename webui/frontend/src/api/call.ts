// The one way to the server: address, form token, refusals.
import { noAnswer, type Refusal, Refused } from './refusal';
import type { Route } from './routes';

export const PREFIX = '/api/v1';
const TOKEN_HEADER = 'X-Form-Token';

export interface Asked {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  signal?: AbortSignal;
}

let formToken = '';
let onSignedOut = (): void => {};

/** The token that every changing request carries; given by `GET /me`, and before by `GET /places`. */
export function setFormToken(token: string): void {
  formToken = token;
}

/** What to do when the session has ended. */
export function whenSignedOut(deed: () => void): void {
  onSignedOut = deed;
}

/** Ask a route; raises `Refused`. */
export async function call<T>(route: Route, asked: Asked = {}): Promise<T> {
  const [method = 'GET', pattern = ''] = route.split(' ');
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers[TOKEN_HEADER] = formToken;
  if (asked.body !== undefined) headers['Content-Type'] = 'application/json';
  return answered<T>(
    await reach(address(pattern, asked), {
      method,
      headers,
      signal: asked.signal,
      body: asked.body === undefined ? undefined : JSON.stringify(asked.body),
    }),
  );
}

/** The content of a file as it lies there; raises `Refused`. */
export async function readBytes(route: Route, asked: Asked = {}): Promise<Uint8Array> {
  const [, pattern = ''] = route.split(' ');
  const response = await reach(address(pattern, asked), { signal: asked.signal });
  if (!response.ok) return answered<never>(response);
  return new Uint8Array(await response.arrayBuffer());
}

/** The content of something made for this request; raises `Refused`. */
export async function postForBytes(route: Route, asked: Asked): Promise<Uint8Array> {
  const [, pattern = ''] = route.split(' ');
  const headers = { 'Content-Type': 'application/json', [TOKEN_HEADER]: formToken };
  const response = await reach(address(pattern, asked), { method: 'POST', headers, body: JSON.stringify(asked.body) });
  if (!response.ok) return answered<never>(response);
  return new Uint8Array(await response.arrayBuffer());
}

/** Send raw bytes, for uploads; raises `Refused`. */
export async function sendBytes<T>(path: string, bytes: Blob, headers: Record<string, string>): Promise<T> {
  return answered<T>(
    await reach(PREFIX + path, { method: 'PATCH', headers: { ...headers, [TOKEN_HEADER]: formToken }, body: bytes }),
  );
}

/** Send a whole file as the body; raises `Refused`. */
export async function sendFile<T>(path: string, file: Blob): Promise<T> {
  const headers = { [TOKEN_HEADER]: formToken, 'Content-Type': 'application/octet-stream' };
  return answered<T>(await reach(PREFIX + path, { method: 'POST', headers, body: file }));
}

/** A random name for one deed, so that a second click does it no second time. */
export function deedKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID is missing without https
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The address of a route with its parameters. */
export function address(pattern: string, { params = {}, query = {} }: Asked): string {
  const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '' && value !== false) words.set(name, String(value));
  }
  const asked = words.toString();
  return PREFIX + path + (asked ? `?${asked}` : '');
}

async function reach(path: string, how: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'same-origin', ...how });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw noAnswer();
  }
}

async function answered<T>(response: Response): Promise<T> {
  formToken = response.headers.get(TOKEN_HEADER) ?? formToken;
  if (response.status === 204) return undefined as T;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok && body !== null) return body as T;
  const refusal = (body ?? {
    code: 'malformed_answer',
    what: '服务器的答复无法识别。',
    mend: '请稍后重试；仍不行的，请联系系统管理员。',
  }) as Refusal;
  if (refusal.code === 'not_signed_in') onSignedOut();
  throw new Refused(response.status, refusal);
}
