// One-letter keys: only where nobody types, and only while the person leaves them switched on.
import { onMounted, onUnmounted } from 'vue';
import { usesKeys } from '@/api/me';

const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog]';

export function useKeys(deeds: Record<string, () => void>): void {
  function press(event: KeyboardEvent): void {
    if (!usesKeys.value || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && event.target.closest(TYPING)) return;
    const deed = deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  }
  onMounted(() => addEventListener('keydown', press));
  onUnmounted(() => removeEventListener('keydown', press));
}
