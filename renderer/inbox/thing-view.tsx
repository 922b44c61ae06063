import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CardLine } from '../../app/kit/define.ts';
import { EFFECT_WORDS } from '../../app/kit/effects.ts';
import { catalog } from '../../nodes/catalog.ts';
import type { Looks, Thing } from './card-model.ts';
import styles from './card.module.css';
import { ShownText } from './shown-text.tsx';

/** What a person at the other end would call it. */
const KIND: Readonly<Record<Looks, string>> = {
  refund: 'Refund',
  mail: 'E-mail to the customer',
  note: 'Note for colleagues',
  chat: 'Chat message',
  cancellation: 'End of a subscription',
  offer: 'Discount',
  plain: '',
};

/** The thing that waits, drawn by our code from the exact input: amounts and recipients first and large. */
export function ThingView({
  thing,
  account,
}: {
  readonly thing: Thing;
  readonly account: string | null;
}): ReactNode {
  const tool = catalog.tool(thing.tool);
  return (
    <section className={styles['thing']} data-looks={thing.looks} aria-label="What would be done">
      <header className={styles['thingHead']}>
        <span>{KIND[thing.looks] || tool.title}</span>
        <span className={styles['dim']}>
          in {tool.title}
          {account === null ? '' : `, as ${account}`}
        </span>
      </header>
      {thing.critical.map((line) => (
        <div key={line.label} className={styles[line.weight === 'money' ? 'money' : 'to']}>
          <span className={styles['label']}>{line.label}</span>
          <span className={styles['large']}>
            <ShownText text={line.value} />
          </span>
        </div>
      ))}
      {thing.bodies.map((line) => (
        <div key={line.label} className={styles['bodyText']} aria-label={line.label}>
          <ShownText text={line.value} />
        </div>
      ))}
      {thing.rest.length > 0 && <Lines lines={thing.rest} />}
      <Text component="p" className={styles['effect']} data-effect={thing.effect}>
        This {EFFECT_WORDS[thing.effect]}.
      </Text>
    </section>
  );
}

const Lines = ({ lines }: { readonly lines: readonly CardLine[] }): ReactNode => (
  <dl className={styles['lines']}>
    {lines.map((line) => (
      <div key={line.label}>
        <dt>{line.label}</dt>
        <dd>
          <ShownText text={line.value} />
        </dd>
      </div>
    ))}
  </dl>
);
