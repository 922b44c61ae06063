import { Alert, Anchor } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { JsonObject } from '../../app/base/json.ts';
import type { ApprovalCard } from '../../app/api/contract/views.ts';
import type { AnyAction } from '../../app/kit/define.ts';
import { catalog } from '../../nodes/catalog.ts';
import { Context, Quote, Why } from './card-parts.tsx';
import { decisionOf, endedInWords, thingOnCard } from './card-model.ts';
import { CardDecision, type CardKey } from './card-decision.tsx';
import { CardMeta } from './card-meta.tsx';
import { CardThread } from './card-thread.tsx';
import styles from './card.module.css';
import { ChangeList } from './change-list.tsx';
import { changesBetween, editableFields } from './edit-input.ts';
import { RoutesOfRun } from '../directives/correct-route.tsx';
import { ShownText } from './shown-text.tsx';
import { ThingView } from './thing-view.tsx';

interface ApprovalCardProps {
  readonly card: ApprovalCard;
  /** Drawn with a border, among others; else it fills its place. */
  readonly framed: boolean;
  readonly marked?: boolean;
  /** A key that was pressed for this card. */
  readonly pressed?: CardKey | null;
}

/** One card of the inbox: the thing itself, whose account, why a person is asked, and the decision. */
export function ApprovalCardView({
  card,
  framed,
  marked = false,
  pressed = null,
}: ApprovalCardProps): ReactNode {
  const drawn = thingOnCard(card, catalog.action);
  const thing = drawn && 'thing' in drawn ? drawn : undefined;
  const editable =
    thing !== undefined &&
    card.proposal !== null &&
    editableFields(thing.definition, card.proposal.input).length > 0;
  const decision = decisionOf(card, editable);
  // Among others a decided card is made small: what was decided, and how.
  const small = framed && card.status !== 'pending';
  // The decision stays in place when somebody else decides meanwhile, so that what was typed is not lost.
  const [wasPending] = useState(card.status === 'pending');
  const heading = `card-${card.id}`;
  return (
    <article
      className={`${styles['card']} ${framed ? '' : styles['plain']}`}
      data-marked={marked}
      data-framed={framed}
      aria-labelledby={heading}
    >
      <header>
        <h2 className={styles['title']} id={heading}>
          <ShownText text={decision.heading} />
        </h2>
        <CardMeta card={card} />
      </header>
      {card.status !== 'pending' && <Ended card={card} />}
      {card.kind === 'unknown' && card.status === 'pending' && (
        <p className={styles['why']}>
          The call went out and no answer came back. Look in the tool whether it happened, then say so here.
          It is not repeated until you decide.
        </p>
      )}
      {thing && !small && <ThingView thing={thing.thing} account={card.as} />}
      {drawn && 'cannot' in drawn && (
        <Alert color="red" title="This cannot be shown">
          {drawn.cannot}
        </Alert>
      )}
      {card.finalInput && thing && card.proposal && (
        <Edited before={card.proposal.input} after={card.finalInput} definition={thing.definition} />
      )}
      {!small && <Why card={card} />}
      {!small && card.agentSays !== '' && (
        <Quote by={`${card.agent?.name ?? 'The agent'} says`} text={card.agentSays} />
      )}
      {!small && <CardThread card={card} />}
      {!small && <Context card={card} />}
      {!small && <RoutesOfRun run={card.run} />}
      {card.kind === 'escalation' && !small && (
        <p className={styles['why']}>
          <Anchor href={`#/runs/${card.run}`} inherit>
            What happened so far
          </Anchor>
        </p>
      )}
      {wasPending && (
        <CardDecision
          card={card}
          decision={decision}
          definition={thing?.definition}
          canApprove={drawn === undefined || thing !== undefined}
          closed={card.status !== 'pending'}
          pressed={pressed}
        />
      )}
    </article>
  );
}

/** How a decided card ended. */
const Ended = ({ card }: { readonly card: ApprovalCard }): ReactNode => (
  <Alert
    p="xs"
    color={card.status === 'approved' ? 'green' : 'gray'}
    title={endedInWords(card)}
    role="status"
  >
    {card.note === '' ? null : <ShownText text={card.note} />}
  </Alert>
);

function Edited({
  before,
  after,
  definition,
}: {
  readonly before: JsonObject;
  readonly after: JsonObject;
  readonly definition: AnyAction;
}): ReactNode {
  return (
    <ChangeList
      label="What was changed"
      changes={changesBetween(editableFields(definition, before), before, after)}
    />
  );
}
