// Short words about what has just been done; gone after a while, heard by readers of the screen.
import { ref } from 'vue';

export interface Told {
  id: number;
  words: string;
  bad: boolean;
}

const GOOD_MS = 4_000;
const BAD_MS = 9_000;
let last = 0;

export const told = ref<Told[]>([]);

export function tell(words: string, { bad = false } = {}): void {
  const one = { id: (last += 1), words, bad };
  told.value = [...told.value, one];
  setTimeout(() => dismiss(one.id), bad ? BAD_MS : GOOD_MS);
}

export function dismiss(id: number): void {
  told.value = told.value.filter((one) => one.id !== id);
}
