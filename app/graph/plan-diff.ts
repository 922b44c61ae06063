import { canonicalJson, type Json } from '../base/json.ts';
import type { Plan, PlanNode } from './plan.ts';

/** What is different between two published versions, in sentences: steps by their titles. */
export function planDiff(before: Plan, after: Plan): readonly string[] {
  const [was, is] = [Object.values(before.nodes), Object.values(after.nodes)];
  const find = (nodes: readonly PlanNode[], id: string): PlanNode | undefined =>
    nodes.find((n) => n.id === id);
  const same = (a: unknown, b: unknown): boolean => canonicalJson(a as Json) === canonicalJson(b as Json); // parts of a plan are plain data
  return [
    ...is.filter((node) => !find(was, node.id)).map((node) => `“${node.title}” is new.`),
    ...was.filter((node) => !find(is, node.id)).map((node) => `“${node.title}” is gone.`),
    ...is.flatMap((node) => {
      const old = find(was, node.id);
      if (!old) return [];
      const settings = same([old.type, old.config], [node.type, node.config]);
      const ways = same(old.next, node.next);
      return [
        ...(settings ? [] : [`“${node.title}” has other settings.`]),
        ...(ways ? [] : [`“${node.title}” leads elsewhere.`]),
      ];
    }),
  ];
}
