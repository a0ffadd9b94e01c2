// A list that is searched by words: words and page stand in the address, so that it can be gone back to.
import { ref, type Ref, watch } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { call } from '@/api/call';
import { type Asking, useAnswer } from '@/api/list';
import type { Route } from '@/api/routes';
import type { Listed } from '@/api/shapes';

interface Found<Row> extends Asking<Listed<Row>> {
  words: Ref<string>;
  search: (words: string) => void;
  turn: (page: number) => void;
}

/** What `route` lists for the words and the page of the address. */
export function useFound<Row>(route: Route): Found<Row> {
  const here = useRoute();
  const router = useRouter();
  const asked = (): string => String(here.query.q ?? '');
  const words = ref(asked());

  const asking = useAnswer((signal) => call<Listed<Row>>(route, { signal, query: { q: here.query.q, page: here.query.page } }));
  watch(() => here.query, asking.again, { immediate: true });
  watch(asked, (now) => (words.value = now));

  function ask(q: string, page = 1): void {
    void router.push({ query: { ...(q.trim() && { q: q.trim() }), ...(page > 1 && { page }) } });
  }
  return { ...asking, words, search: (q) => ask(q), turn: (page) => ask(asked(), page) };
}
