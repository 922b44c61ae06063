import {
  AlarmClock,
  ArrowRightLeft,
  Bot,
  CalendarDays,
  Braces,
  Check,
  ClipboardList,
  Clock,
  FilePlus,
  Flag,
  GitFork,
  GitMerge,
  Globe,
  Hand,
  Hourglass,
  KeyRound,
  ListTodo,
  Mail,
  MessageCircleQuestion,
  MessageSquare,
  PercentCircle,
  PhoneIncoming,
  Radio,
  Receipt,
  Repeat,
  Reply,
  Route,
  Rss,
  Search,
  Split,
  StickyNote,
  Tag,
  User,
  UserCheck,
  Users,
  Workflow,
  XCircle,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { IconName, NodeKind } from '../../app/kit/define.ts';
import styles from './node-icon.module.css';

const ICONS: Readonly<Record<IconName, LucideIcon>> = {
  mail: Mail,
  reply: Reply,
  clock: Clock,
  hand: Hand,
  route: Route,
  agent: Bot,
  gate: UserCheck,
  hourglass: Hourglass,
  note: StickyNote,
  tag: Tag,
  person: User,
  check: Check,
  chat: MessageSquare,
  money: Receipt,
  search: Search,
  cancel: XCircle,
  flag: Flag,
  offer: PercentCircle,
  calendar: CalendarDays,
  group: Users,
  key: KeyRound,
  form: ClipboardList,
  task: ListTodo,
  branch: Split,
  values: Braces,
  timer: AlarmClock,
  signal: Radio,
  file: FilePlus,
  feed: Rss,
  split: GitFork,
  merge: GitMerge,
  repeat: Repeat,
  flow: Workflow,
  called: PhoneIncoming,
  globe: Globe,
  ask: MessageCircleQuestion,
  'hand-over': ArrowRightLeft,
};

/** The picture of a node type. Its colour tells the kind; the shape tells the type. */
export function NodeIcon({
  icon,
  kind,
  size = 15,
}: {
  readonly icon: IconName;
  readonly kind: NodeKind;
  readonly size?: number;
}): ReactNode {
  const Icon = ICONS[icon];
  return (
    <span className={styles['icon']} data-kind={kind} aria-hidden>
      <Icon size={size} strokeWidth={2} />
    </span>
  );
}
