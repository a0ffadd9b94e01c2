// The canvas speaks Chinese. What has no Chinese yet is kept, so that a test can find it.
import words from './words.json';

export const untranslated = new Set<string>();

export function translate(template: string, filled: Record<string, string> = {}): string {
  const known = (words as Record<string, string>)[template];
  if (known === undefined && /[A-Za-z]{2}/.test(template)) untranslated.add(template);
  return (known ?? template).replace(/\{([^}]+)\}/g, (whole, name: string) => filled[name] ?? whole);
}
