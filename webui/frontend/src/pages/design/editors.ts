// Which editor draws a part. An editor is a component that takes `EditorProps` and emits `change` with the
// whole new content; locks, autosave, undo between saves and findings are the page's.
import { type Component, defineAsyncComponent } from 'vue';
import type { Finding, Part, PartKind, Spot } from './shapes';

export interface EditorProps {
  draftId: string;
  part: Part;
  /** The file's text; of a Word template '' (read it by `ROUTES.designPart`, emit it in base 64). */
  content: string;
  mayEdit: boolean;
  /** Those of this file. */
  findings: Finding[];
  /** Where to look now: a finding was chosen, or the address names a place. */
  spot: Spot | null;
}

/** What an editor may expose, for steps finer than a save; true when there was something to do. */
export interface EditorHandle {
  undo?: () => boolean;
  redo?: () => boolean;
  /** Emit at once what was changed and not emitted yet. */
  flush?: () => Promise<void>;
}

const ENTRIES = defineAsyncComponent(() => import('./entries/EntriesEditor.vue'));
const FORM = defineAsyncComponent(() => import('./forms/FormEditor.vue'));
const EDITORS: Partial<Record<PartKind, Component>> = {
  diagram: defineAsyncComponent(() => import('./diagram/DiagramEditor.vue')),
  limits: defineAsyncComponent(() => import('./limits/LimitsEditor.vue')),
  form: FORM,
  task_form: FORM,
  template: defineAsyncComponent(() => import('./papers/TemplateEditor.vue')),
  decision: defineAsyncComponent(() => import('./tables/TableEditor.vue')),
  document: ENTRIES,
  place: ENTRIES,
  facts: ENTRIES,
  required: ENTRIES,
};
const PLAIN = defineAsyncComponent(() => import('./PlainEditor.vue'));

export function editorOf(kind: PartKind): Component {
  return EDITORS[kind] ?? PLAIN;
}
