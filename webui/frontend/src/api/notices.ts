// 提醒: how many I have not read; asked now and then, and after each reading.
import { ref } from 'vue';
import { call } from './call';
import { ROUTES } from './routes';
import type { Listed } from './shapes';

export interface Notice {
  id: string;
  subject: string;
  text: string;
  case_id: string | null;
  case_no: string | null;
  case_title: string | null;
  sent_at: string;
  read_at: string | null;
}

export type Notices = Listed<Notice> & { unread: number };

export const unread = ref(0);

export async function askNotices(page: number, signal?: AbortSignal): Promise<Notices> {
  const found = await call<Notices>(ROUTES.notices, { signal, query: { page: page > 1 ? page : '' } });
  unread.value = found.unread;
  return found;
}

export function readNotice(id: string): Promise<void> {
  return call(ROUTES.readNotice, { params: { notice: id } });
}
