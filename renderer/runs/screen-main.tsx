import type { ReactNode } from 'react';
import styles from './screen-main.module.css';

/** One screen of the rail: its landmark and its name, which is seen in the rail and heard here. */
export const ScreenMain = ({
  title,
  className,
  children,
}: {
  readonly title: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}): ReactNode => (
  <main className={`${styles['main']} ${className ?? ''}`}>
    <h1 className="visually-hidden">{title}</h1>
    {children}
  </main>
);
