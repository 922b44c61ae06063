import { Fragment, type ReactNode } from 'react';
import { revealHidden } from './reveal-hidden.ts';
import styles from './card.module.css';

/** A text as it is, with nothing in it hidden: characters that cannot be seen stand as a small mark. */
export function ShownText({ text }: { readonly text: string }): ReactNode {
  const parts = revealHidden(text);
  return parts.map((part, index) =>
    part.kind === 'text' ? (
      <Fragment key={index}>{part.text}</Fragment>
    ) : (
      <span key={index} className={styles['hidden']} title={`U+${part.code}: ${part.what}`}>
        {`U+${part.code}`}
      </span>
    ),
  );
}
