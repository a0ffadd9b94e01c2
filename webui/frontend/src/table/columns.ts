export interface Column {
  key: string;
  label: string;
  /** Pixels wide at first. */
  width: number;
  /** What the server calls the order by this column; without it there is none. */
  sort?: string;
  /** Heads its row and stays in sight. */
  heads?: boolean;
}

export interface Sorting {
  key: string;
  descending: boolean;
}

/** `due_on` or `-due_on`, as the server's `sort` reads it. */
export function sortWord(sorting: Sorting | null): string {
  return sorting ? (sorting.descending ? '-' : '') + sorting.key : '';
}

export function sortingOf(word: string): Sorting | null {
  return word ? { key: word.replace(/^-/, ''), descending: word.startsWith('-') } : null;
}

/** The sorting after a click on a head: up, down, as the server likes it. */
export function turned(now: Sorting | null, key: string): Sorting | null {
  if (now?.key !== key) return { key, descending: false };
  return now.descending ? null : { key, descending: true };
}
