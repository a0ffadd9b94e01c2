// What the parts of one form share.
import { inject, type InjectionKey, provide, type ShallowRef } from 'vue';
import type { FieldRefusal } from '@/api/refusal';
import type { Attachment } from '@/api/shapes';

export interface Sheet {
  /** What the server refused, by place: `a` or `rows[0].b`. */
  refusals: Readonly<ShallowRef<Map<string, FieldRefusal>>>;
  /** Files that a field may name; null where there is no case yet to put them in. */
  attachments: Readonly<ShallowRef<Attachment[] | null>>;
  caseId: Readonly<ShallowRef<string>>;
  uploaded: (file: Attachment) => void;
}

const SHEET: InjectionKey<Sheet> = Symbol('sheet');

export function provideSheet(sheet: Sheet): void {
  provide(SHEET, sheet);
}

export function useSheet(): Sheet {
  const sheet = inject(SHEET);
  if (!sheet) throw new Error('a part of a form stands outside a FormSheet');
  return sheet;
}
