// Light or dark: as the machine says, until the person chooses.
import { ref, watchEffect } from 'vue';

const KEPT = 'zhijian.dark';
const kept = localStorage.getItem(KEPT);

export const dark = ref(kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === '1');

watchEffect(() => document.documentElement.classList.toggle('dark', dark.value));

export function turn(): void {
  dark.value = !dark.value;
  localStorage.setItem(KEPT, dark.value ? '1' : '0');
}
