/** Where to go after logging in: an address of this app, never another host. */
export function inside(next: unknown): string {
  const address = Array.isArray(next) ? next[0] : next;
  return typeof address === 'string' && /^\/(?![/\\])/.test(address) ? address : '/';
}
