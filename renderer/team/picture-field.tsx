import { Group, Radio, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { COLOURS, DRAWINGS, type AgentPicture as Picture } from '../../app/store/records.ts';
import { AgentPicture } from './agent-picture.tsx';
import styles from './team.module.css';

interface PictureFieldProps {
  readonly name: string;
  readonly picture: Picture;
  onChange(picture: Picture): void;
}

/** Chooses a drawing and its colour. */
export const PictureField = ({ name, picture, onChange }: PictureFieldProps): ReactNode => (
  <div className={styles['pictures']}>
    <Radio.Group
      aria-label="Picture"
      value={picture.drawing}
      onChange={(value) => {
        const drawing = DRAWINGS.find((known) => known === value);
        if (drawing) onChange({ ...picture, drawing });
      }}
    >
      <Group gap="md">
        {DRAWINGS.map((drawing) => (
          <Radio
            key={drawing}
            size="xs"
            value={drawing}
            label={
              <span className={styles['choice']}>
                <AgentPicture name={name} picture={{ ...picture, drawing }} size={28} />
                {drawing}
              </span>
            }
          />
        ))}
      </Group>
    </Radio.Group>
    <Group gap={6} mt={8} role="group" aria-label="Colour">
      {COLOURS.map((colour) => (
        <UnstyledButton
          key={colour}
          className={styles['colour']}
          data-colour={colour}
          aria-pressed={picture.colour === colour}
          aria-label={colour}
          title={colour}
          onClick={() => onChange({ ...picture, colour })}
        />
      ))}
    </Group>
  </div>
);
