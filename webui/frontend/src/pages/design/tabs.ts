// The pages of one draft. A new page: a line here, and its address in routes.ts.
export function draftTabs(id: string): { key: string; label: string; to: string }[] {
  return [{ key: 'edit', label: '编辑', to: `/design/drafts/${id}` }];
}
