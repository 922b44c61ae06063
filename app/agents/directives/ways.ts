import type { Plan, PlanNode } from '../../graph/plan.ts';
import type { FlowRecord } from '../../store/records.ts';
import type { Reader } from '../../store/store.ts';
import { stemmed } from '../routing/words.ts';
import { routesOf } from './standing.ts';

/** One way out of a router, with everything a directive may call it. */
export interface RouterWay {
  readonly id: string;
  readonly label: string;
  /** Who or what it leads to, in words. */
  readonly leadsTo: string;
  readonly names: readonly string[];
  /** It leads to a person. */
  readonly toPerson: boolean;
}

/** "Finance agent. Answers questions …" → "Finance". */
const roleName = (role: string): string =>
  /^(.{2,40}?)\s+(?:agent|team|desk|department|clerk|officer)\b/i.exec(role.trim())?.[1] ?? '';

/** The ways out of a router of a plan. */
export function waysOf(
  read: Reader,
  flow: Pick<FlowRecord, 'bindings'>,
  plan: Plan,
  node: PlanNode,
): readonly RouterWay[] {
  return routesOf(node.config).map(({ id, label }) => {
    const next = node.next[id];
    const target = next === undefined ? undefined : plan.nodes[next];
    const key = typeof target?.config['agent'] === 'string' ? target.config['agent'] : undefined;
    const bound = key === undefined ? undefined : flow.bindings[key];
    const agent = bound && target?.kind === 'agent' ? read.agent(bound) : undefined;
    const toPerson =
      target?.kind === 'approval' || (target?.kind === 'outcome' && target.config['result'] === 'escalated');
    return {
      id,
      label,
      leadsTo: agent?.name ?? target?.title ?? label,
      names: [
        label,
        ...(agent ? [agent.name, roleName(agent.role)] : []),
        ...(key !== undefined && agent ? [key] : []),
        target?.title ?? '',
      ].filter((name) => name.trim() !== ''),
      toPerson,
    };
  });
}

/** Where the words of a directive lead. */
export type Destination =
  | { readonly is: 'way'; readonly way: string }
  /** They name no destination at all. */
  | { readonly is: 'none' }
  /** They name somebody that no way leads to. */
  | { readonly is: 'unknown'; readonly name: string }
  /** They fit several ways. */
  | { readonly is: 'several'; readonly ways: readonly string[] };

const PERSON = /\b(?:humans?|persons?|someone|somebody)\b/i;
const TO =
  /\b(?:to|by|with|for)\s+(?:the\s+|our\s+|an?\s+)?(.+?)(?:\s+(?:at once|immediately|right away|first|too))?[.,;]?$/i;

/**
 * Which way a directive's action names: "go to Finance". A name counts when all of its words are there; the longest one
 * decides.
 * @param then what happens, as it was read
 */
export function destinationIn(then: string, ways: readonly RouterWay[]): Destination {
  if (then.trim() === '') return { is: 'none' };
  const words = stemmed(then);
  const fits = ways.flatMap((way) => {
    const longest = Math.max(
      0,
      ...way.names
        .map((name) => stemmed(name))
        .filter((name) => name.trim() !== '' && words.includes(name))
        .map((name) => name.length),
    );
    return longest > 0 ? [{ way: way.id, longest }] : [];
  });
  const most = Math.max(0, ...fits.map(({ longest }) => longest));
  const best = fits.filter(({ longest }) => longest === most).map(({ way }) => way);
  const byName = oneOf(best);
  if (byName) return byName;
  const toPersons = PERSON.test(then) ? ways.filter((way) => way.toPerson) : [];
  const byPerson = oneOf(toPersons.map(({ id }) => id));
  if (byPerson) return byPerson;
  const name = TO.exec(then)?.[1]?.trim() ?? '';
  return name === '' ? { is: 'none' } : { is: 'unknown', name };
}

function oneOf(ways: readonly string[]): Destination | undefined {
  const [way, ...more] = ways;
  if (way === undefined) return undefined;
  return more.length === 0 ? { is: 'way', way } : { is: 'several', ways };
}

/** The way a directive leads to: the one its words name, else the one it had. */
export function wayFor(
  then: string,
  ways: readonly RouterWay[],
  had: string | undefined,
): string | undefined {
  const destination = destinationIn(then, ways);
  if (destination.is === 'way') return destination.way;
  if (destination.is === 'several')
    return had !== undefined && destination.ways.includes(had) ? had : destination.ways[0];
  return had;
}
