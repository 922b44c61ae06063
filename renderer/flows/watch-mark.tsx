import { CircleCheck, CircleDashed, CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FlowSummary } from '../../app/api/contract/views.ts';
import { When } from '../runs/when.tsx';
import styles from './flows.module.css';

/** How the triggers of a flow are: an icon, words, and when one of them was last heard of. */
export function Watch({ watch }: { readonly watch: FlowSummary['watch'] }): ReactNode {
  if (watch === null || watch.state === 'off') return null;
  const Icon = { well: CircleCheck, silent: CircleDashed, failing: CircleX }[watch.state];
  return (
    <span className={styles['watch']} data-health={watch.state}>
      <Icon size={13} aria-hidden />
      {watch.state === 'silent' && 'Silent'}
      {watch.state === 'failing' && 'Problem'}
      {watch.state === 'well' && (watch.at === null ? 'Not yet' : <When at={watch.at} />)}
    </span>
  );
}
