import type { ReactNode } from 'react';
import type { AgentPicture as Picture } from '../../app/store/records.ts';
import styles from './team.module.css';

/** The drawings, on a field of 24 by 24, in lines of the colour that is chosen. */
const DRAWN: Readonly<Record<Exclude<Picture['drawing'], 'letters'>, ReactNode>> = {
  cat: (
    <>
      <path d="M5 9 5 4l4 3h6l4-3v5a7 7 0 1 1-14 0" transform="translate(0 2)" />
      <path d="M9.5 12.5v.5M14.5 12.5v.5M11 16h2M3 14l3 .5M21 14l-3 .5" />
    </>
  ),
  owl: (
    <>
      <path d="M6 9c0-4 12-4 12 0v6a6 6 0 0 1-12 0zM6 9 5 5l3 2M18 9l1-4-3 2" />
      <circle cx="9.5" cy="11" r="2" />
      <circle cx="14.5" cy="11" r="2" />
      <path d="m12 13-1 2h2z" />
    </>
  ),
  fox: (
    <>
      <path d="M4 5l4 3h8l4-3-1 8-7 7-7-7z" />
      <path d="M9 12v.5M15 12v.5M11 17h2" />
    </>
  ),
  robot: (
    <>
      <rect x="5" y="8" width="14" height="11" rx="2" />
      <path d="M12 8V4M9 12.5v1M15 12.5v1M9.5 16.5h5M3 12v4M21 12v4" />
    </>
  ),
  plant: (
    <>
      <path d="M8 15h8l-1 5H9zM12 15V8M12 10c-4 0-5-2-5-5 4 0 5 2 5 5M12 12c4 0 5-2 5-5-4 0-5 2-5 5" />
    </>
  ),
};

const USUAL: Picture = { drawing: 'letters', colour: 'blue' };

/** The first letters of up to two words of a name. */
export const lettersOf = (name: string): string =>
  name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase() ?? '')
    .join('');

/** A teammate at a glance: a drawing or letters in a coloured field. The name stands beside it, so it is not read out. */
export function AgentPicture({
  name,
  picture = USUAL,
  size = 24,
}: {
  readonly name: string;
  readonly picture?: Picture | undefined;
  readonly size?: number;
}): ReactNode {
  const { drawing, colour } = picture;
  return (
    <span
      className={styles['picture']}
      data-colour={colour}
      style={{ width: size, height: size }}
      aria-hidden
    >
      {drawing === 'letters' ? (
        <span style={{ fontSize: Math.round(size * 0.42) }}>{lettersOf(name)}</span>
      ) : (
        <svg
          viewBox="0 0 24 24"
          width={size * 0.8}
          height={size * 0.8}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.6}
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          {DRAWN[drawing]}
        </svg>
      )}
    </span>
  );
}
