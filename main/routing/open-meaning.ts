// TEMPORARY, for trying the window before routing is there.
import type { Meaning } from '../../app/agents/routing/meaning.ts';
export async function openMeaning(_o: { assetsDir: string }): Promise<Meaning & { close(): Promise<void> }> {
  return { close: async () => {}, route: async ({ directives }) => ({ chosen: [directives[1]?.id ?? ''], ranked: directives.map((d) => ({ id: d.id, probability: 0.5, matched: [] })), band: 'sure', escalated: false }) as never };
}
