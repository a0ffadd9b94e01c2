// What one version has otherwise than another, as the server tells it.

export interface Change {
  topic: string;
  kind: 'added' | 'removed' | 'changed' | 'moved';
  /** Process key, form code, document code or procedure. */
  where: string;
  element: string;
  what: string;
  before: string;
  after: string;
  sentence: string;
}

export const KINDS: Record<Change['kind'], string> = { added: '增加', removed: '去掉', changed: '改动', moved: '布局' };

export function isDrawn(change: Change): boolean {
  return change.where.startsWith('proc_');
}

/** How a version says a procedure is drawn; undefined where it has no such procedure. */
export type Drawing = (process: string) => Promise<string | undefined>;
