import {
  Cable,
  FlaskConical,
  FolderKanban,
  Inbox,
  ListChecks,
  ScrollText,
  Settings,
  Users,
  Workflow,
  type LucideIcon,
} from 'lucide-react';
import { lazy, type ComponentType } from 'react';
import { FlowScreen } from '../flow/flow-screen.tsx';
import { FlowsScreen } from '../flows/flows-screen.tsx';

export interface Screen {
  /** The first part of the address. */
  readonly id: string;
  /** Its name in the rail; tests and people rely on it. */
  readonly name: string;
  readonly icon: LucideIcon;
  readonly Component: ComponentType;
}

/** The rail, from top to bottom. The two first ones are loaded with the window, the others when they are opened. */
export const SCREENS: readonly Screen[] = [
  { id: 'flows', name: 'Flows', icon: Workflow, Component: FlowsScreen },
  {
    id: 'inbox',
    name: 'Inbox',
    icon: Inbox,
    Component: lazy(() => import('../inbox/inbox-screen.tsx').then((m) => ({ default: m.InboxScreen }))),
  },
  {
    id: 'runs',
    name: 'Runs',
    icon: ListChecks,
    Component: lazy(() => import('../runs/runs-screen.tsx').then((m) => ({ default: m.RunsScreen }))),
  },
  {
    id: 'cases',
    name: 'Cases',
    icon: FolderKanban,
    Component: lazy(() => import('../cases/cases-screen.tsx').then((m) => ({ default: m.CasesScreen }))),
  },
  {
    id: 'team',
    name: 'Team',
    icon: Users,
    Component: lazy(() => import('../team/team-screen.tsx').then((m) => ({ default: m.TeamScreen }))),
  },
  {
    id: 'connections',
    name: 'Connections',
    icon: Cable,
    Component: lazy(() =>
      import('../connections/connections-screen.tsx').then((m) => ({ default: m.ConnectionsScreen })),
    ),
  },
  {
    id: 'practice',
    name: 'Practice',
    icon: FlaskConical,
    Component: lazy(() =>
      import('../practice/practice-screen.tsx').then((m) => ({ default: m.PracticeScreen })),
    ),
  },
  {
    id: 'audit',
    name: 'Audit',
    icon: ScrollText,
    Component: lazy(() => import('../audit/audit-screen.tsx').then((m) => ({ default: m.AuditScreen }))),
  },
  {
    id: 'settings',
    name: 'Settings',
    icon: Settings,
    Component: lazy(() =>
      import('../settings/settings-screen.tsx').then((m) => ({ default: m.SettingsScreen })),
    ),
  },
];

/** What an address shows. One flow has a screen of its own. */
export function componentFor(screen: string, open: string | null): ComponentType {
  if (screen === 'flows' && open !== null) return FlowScreen;
  return SCREENS.find((s) => s.id === screen)?.Component ?? FlowsScreen;
}
