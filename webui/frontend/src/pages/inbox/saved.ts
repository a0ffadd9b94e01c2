// Saved filters: each has a name of its own.
import type { SavedFilter } from '@/api/shapes';

const NAME_LENGTH = 20;

export function without(filters: SavedFilter[], name: string): SavedFilter[] {
  return filters.filter((one) => one.name !== name);
}

/** The name, or the first with a number behind it that is still free. */
export function freeName(filters: SavedFilter[], name: string): string {
  const taken = new Set(filters.map((one) => one.name));
  let free = name;
  for (let number = 2; taken.has(free); number += 1) {
    const mark = `（${number}）`;
    free = name.slice(0, NAME_LENGTH - mark.length) + mark;
  }
  return free;
}
