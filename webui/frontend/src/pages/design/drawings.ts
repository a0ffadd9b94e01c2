// Where the drawing of a procedure comes from.
import { readBytes } from '@/api/call';
import { Refused } from '@/api/refusal';
import type { Route } from '@/api/routes';
import type { Drawing } from './changes';

export function drawingFrom(route: Route, params: Record<string, string>): Drawing {
  return async (process) => {
    try {
      return new TextDecoder().decode(await readBytes(route, { params, query: { process } }));
    } catch (error) {
      if (error instanceof Refused && error.code === 'process_not_here') return undefined;
      throw error;
    }
  };
}
