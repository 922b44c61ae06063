import { OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../../app/graph/plan.ts';
import styles from './panel.module.css';

/** Problems with their remedy. With `onOpen` each one leads to where it can be mended. */
export function ProblemList({
  problems,
  onOpen,
}: {
  readonly problems: readonly Problem[];
  onOpen?(problem: Problem): void;
}): ReactNode {
  return (
    <ul className={styles['problems']} aria-label="Problems">
      {problems.map((problem, index) => {
        const Icon = problem.severity === 'error' ? OctagonAlert : TriangleAlert;
        const text = (
          <span>
            {problem.sentence} <span className={styles['fix']}>{problem.fix}</span>
          </span>
        );
        return (
          <li key={`${problem.code}${index}`}>
            <Icon
              size={14}
              className={styles['mark']}
              data-severity={problem.severity}
              aria-label={problem.severity === 'error' ? 'Must be mended' : 'Worth a look'}
            />
            {onOpen ? (
              <button
                type="button"
                style={{ all: 'unset', cursor: 'pointer' }}
                className="problem-link"
                onClick={() => onOpen(problem)}
              >
                {text}
              </button>
            ) : (
              text
            )}
          </li>
        );
      })}
    </ul>
  );
}
