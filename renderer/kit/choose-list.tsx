import { TextInput } from '@mantine/core';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import styles from './choose-list.module.css';

export interface Choice {
  readonly id: string;
  readonly group: string;
  readonly name: string;
  /** Smaller, behind the name; searched too. */
  readonly more?: string;
  readonly icon?: ReactNode;
}

/** The choices that fit what was typed: every word must occur. A name that begins with it comes first. */
export function fitting(choices: readonly Choice[], typed: string): readonly Choice[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return choices;
  const fits = choices.filter((c) =>
    words.every((word) => `${c.name} ${c.more ?? ''} ${c.group}`.toLowerCase().includes(word)),
  );
  const begins = (c: Choice): number => (c.name.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return fits.toSorted((a, b) => begins(a) - begins(b));
}

/** Type to filter, arrows to move, Enter to choose. Used for "go to anything" and for the next step. */
export function ChooseList({
  label,
  choices,
  onChoose,
}: {
  readonly label: string;
  readonly choices: readonly Choice[];
  onChoose(id: string): void;
}): ReactNode {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const active = useRef<HTMLLIElement>(null);
  const shown = fitting(choices, typed);
  const index = Math.min(at, shown.length - 1);
  useEffect(() => {
    // In braces: newer browsers give a promise here, which is no way to clean up.
    active.current?.scrollIntoView({ block: 'nearest' });
  }, [index, typed]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const move = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (move !== undefined) setAt(Math.max(0, Math.min(shown.length - 1, index + move)));
    else if (event.key === 'Enter' && shown[index]) onChoose(shown[index].id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div onKeyDown={onKeyDown}>
      <TextInput
        data-autofocus
        autoFocus
        size="sm"
        placeholder="Type to filter"
        aria-label={label}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={shown[index] ? `${listId}-${index}` : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setAt(0);
        }}
      />
      <ul id={listId} role="listbox" aria-label={label} className={styles['list']}>
        {shown.map((choice, i) => (
          <li key={choice.id} role="presentation" ref={i === index ? active : undefined}>
            {typed === '' && choice.group !== shown[i - 1]?.group && (
              <div className={styles['group']}>{choice.group}</div>
            )}
            {/* The keys are the input's: a screen reader follows aria-activedescendant. */}
            <div
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === index}
              title={choice.more}
              className={styles['option']}
              onMouseMove={() => setAt(i)}
              onClick={() => onChoose(choice.id)}
            >
              {choice.icon}
              <span className={styles['name']}>{choice.name}</span>
              {choice.more !== undefined && (
                <span className={styles['more']} aria-hidden>
                  {choice.more}
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
      {shown.length === 0 && <div className={styles['none']}>Nothing fits.</div>}
    </div>
  );
}
