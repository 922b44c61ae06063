import { AMOUNT, AMOUNT_ASKED, ANSWERS, bare, FLAGS, INTENTS, MENTIONS, PLAN } from './condition-forms.ts';
import { amountsIn } from './money.ts';
import { readDone, readOutcome } from './outcomes.ts';
import { NO_ANSWER, type Condition } from './rule.ts';
import { readAsked, readToolDone, readToolOutcome, readValue } from './tool-outcomes.ts';
import type { ToolWords } from './tool-words.ts';
import { readSilence } from './waiting.ts';
import { spellOut } from './words.ts';

const thanOf = (words: string): 'over' | 'at-least' | 'under' | 'up-to' =>
  /^at least$/i.test(words)
    ? 'at-least'
    : /^(?:up to|at most|no(?:t)? more than)$/i.test(words)
      ? 'up-to'
      : /^(?:under|below|less than)$/i.test(words)
        ? 'under'
        : 'over';

function amountCondition(than: string | undefined, money: string | undefined): Condition | undefined {
  const [amount] = amountsIn(/[^\d.,]/.test(money ?? '') ? (money ?? '') : `$${money ?? ''}`).amounts;
  return amount && than ? { is: 'amount', than: thanOf(than), cents: amount.cents } : undefined;
}

/**
 * One thing that can be true of a case, from bare words; undefined when they are not understood as a whole.
 * @param written the same words as they were written, for values whose capital letters count
 */
function readAtom(text: string, written: string, tools: readonly ToolWords[]): Condition | undefined {
  for (const [condition, form] of FLAGS) if (form.test(text)) return condition;
  for (const [answer, form] of ANSWERS) if (form.test(text)) return { is: 'answer', answer };
  for (const [intent, form] of INTENTS) if (form.test(text)) return { is: 'intent', intent };
  const asked = AMOUNT_ASKED.exec(text);
  const amount = asked ?? AMOUNT.exec(text);
  if (amount) {
    const limit = amountCondition(amount[1], amount[2]);
    return limit && asked ? { is: 'all', of: [{ is: 'intent', intent: 'refund' }, limit] } : limit;
  }
  const plan = PLAN.exec(text);
  if (plan) return { is: 'plan', plan: plan[1] ?? plan[2] ?? '' };
  const mentioned = MENTIONS.exec(text)?.[1]
    ?.split(/,? or |,? and |, /)
    .map((word) => word.replace(/^(?:words? )/i, '').trim());
  if (mentioned && mentioned.every((word) => /^[\p{L}' -]{3,30}$/u.test(word) && word.split(' ').length <= 2))
    return { is: 'mentions', words: mentioned };
  const silence = readSilence(written);
  if (silence)
    return {
      is: 'failed',
      deed: 'ask',
      code: NO_ANSWER,
      ...(silence.within === undefined ? {} : { within: silence.within }),
    };
  const outcome = readOutcome(text);
  if (outcome) return outcome;
  const ofTool = readToolOutcome(text, tools) ?? readAsked(text) ?? readValue(written);
  if (ofTool) return ofTool;
  const denied = /^(.*?)(?: (?:does|do|did) not)( .+)$/i.exec(text);
  const affirmed = denied && readAtom(`${denied[1] ?? ''}${denied[2] ?? ''}`, '', tools);
  return affirmed?.is === 'intent' ? { is: 'not', of: affirmed } : undefined;
}

const WISH = /^.*?\b(?:wants?|would like|asks?|requests?|needs?)(?: for)?\b/i;

/** What follows "after": "a refund", "cancelling", or anything that can be a condition. */
export function readAfter(words: string, tools: readonly ToolWords[] = []): Condition | undefined {
  const text = bare(spellOut(words));
  return readDone(text) ?? readToolDone(text, tools) ?? readCondition(words, tools);
}

/** What must be true, from the words after "if"; undefined when a word of them is not understood. */
export function readCondition(words: string, tools: readonly ToolWords[] = []): Condition | undefined {
  const text = spellOut(words);
  const one = readAtom(bare(text), text, tools);
  if (one) return one;
  for (const [is, joint] of [
    ['any', /,? or (?:if |when )?/gi],
    ['all', /,? and (?:if |when )?|, (?:but )?/gi],
  ] as const) {
    for (const {
      index,
      0: { length },
    } of text.matchAll(joint)) {
      const left = readCondition(text.slice(0, index), tools);
      const rest = text.slice(index + length);
      // "the customer wants to cancel and has no contract": the second half has the same subject.
      const wish = WISH.exec(text.slice(0, index))?.[0];
      const right =
        left &&
        (readCondition(rest, tools) ??
          readCondition(`the customer ${rest}`, tools) ??
          // "wants to cancel and a refund", "asks to cancel and to get a refund": the same wish goes on.
          (wish === undefined ? undefined : readCondition(`${wish} ${rest}`, tools)));
      if (left && right) return { is, of: [left, right] };
    }
  }
  return undefined;
}
