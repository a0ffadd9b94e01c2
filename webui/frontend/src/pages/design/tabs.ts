// The pages of one draft. A new page: a line here, and its address in routes.ts.
export function draftTabs(id: string): { key: string; label: string; to: string }[] {
  return [
    { key: 'edit', label: '编辑', to: `/design/drafts/${id}` },
    { key: 'changes', label: '改动', to: `/design/drafts/${id}/changes` },
    { key: 'trial', label: '试办', to: `/design/drafts/${id}/trial` },
    { key: 'publish', label: '检查和发布', to: `/design/drafts/${id}/publish` },
    { key: 'exchange', label: '导入导出', to: `/design/drafts/${id}/exchange` },
  ];
}
