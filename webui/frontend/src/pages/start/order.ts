// 12345工单: an order of the hotline, and what of it goes into the form of a registration.
import { call } from '@/api/call';
import { ROUTES } from '@/api/routes';
import type { Body } from '@/api/shapes';

export interface HotlineOrder {
  id: string;
  order_no: string;
  received_at: string;
  answer_by: string | null;
  content: Record<string, string>;
}

const TAKEN = ['name', 'phone', 'org_name', 'fact_place', 'facts', 'requests'];

/** The order of that id while it waits; null for none. */
export async function waitingOrder(id: string): Promise<HotlineOrder | null> {
  const { rows } = await call<{ rows: HotlineOrder[] }>(ROUTES.hotlineOrders);
  return rows.find((one) => one.id === id) ?? null;
}

/** What the form begins with. */
export function wordsOf(order: HotlineOrder | null): Body {
  if (!order) return {};
  const words: Body = Object.fromEntries(TAKEN.filter((key) => order.content[key]).map((key) => [key, order.content[key]]));
  Object.assign(words, { channel: '12345热线', external_no: order.order_no });
  return words.name ? { ...words, is_real_name: true, complainant_type: '自然人' } : words;
}
