import type { PracticeTeammate, Starter } from '../../app/api/parts.ts';
import { DEFAULT_CAPS } from '../../app/api/team.ts';
import type { PracticeCredential } from '../../app/api/contract/practice.ts';
import type { Json } from '../../app/base/json.ts';
import { z } from 'zod';
import newEmployee from '../../resources/starters/new-employee.switchyard.json' with { type: 'json' };
import newEmployeeTeam from '../../resources/starters/new-employee.team.json' with { type: 'json' };
import supportDesk from '../../resources/starters/support-desk.switchyard.json' with { type: 'json' };
import supportTeam from '../../resources/starters/support-desk.team.json' with { type: 'json' };

const TEAM = z.array(
  z.strictObject({
    key: z.string(),
    name: z.string(),
    role: z.string(),
    directives: z.array(z.string()),
    tools: z.array(z.string()),
    autonomy: z.array(
      z.strictObject({
        id: z.string(),
        action: z.string(),
        decision: z.enum(['run', 'ask', 'never']),
        upTo: z.strictObject({ amount: z.number().int(), currency: z.string() }).exactOptional(),
        askForVip: z.boolean().exactOptional(),
      }),
    ),
    asks: z.array(
      z.strictObject({
        person: z.string(),
        within: z.string().exactOptional(),
        remind: z.string().exactOptional(),
      }),
    ),
    /** Keys of those it may ask. */
    teammates: z.array(z.string()).exactOptional(),
    accounts: z.array(z.enum(['helpscout', 'slack', 'stripe', 'google', 'hubspot', 'mail'])),
  }),
);

const text = (document: Json): string => JSON.stringify(document);

/** The flows that come with the product. */
export const starters: readonly Starter[] = [
  {
    id: 'support-desk',
    name: supportDesk.name,
    summary: supportDesk.description,
    text: text(supportDesk),
  },
  {
    id: 'new-employee',
    name: newEmployee.name,
    summary: newEmployee.description,
    text: text(newEmployee),
  },
];

/** The flow that the practice workspace opens with. */
export const practiceStarter: string = text(supportDesk);

/** The team of the practice workspace, each with its own accounts there. */
export function practiceTeam(credentials: readonly PracticeCredential[]): readonly PracticeTeammate[] {
  return [...TEAM.parse(supportTeam), ...TEAM.parse(newEmployeeTeam)].map(({ accounts, ...mate }) => ({
    ...mate,
    caps: DEFAULT_CAPS,
    accounts: accounts.flatMap((tool) => {
      const found = credentials.find((c) => c.agent === mate.key && c.tool === tool);
      return found
        ? [{ tool, label: `${mate.name}, practice`, baseUrl: found.baseUrl, secrets: found.secrets }]
        : [];
    }),
  }));
}
