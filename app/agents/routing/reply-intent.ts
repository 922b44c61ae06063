import type { DirectiveReading } from './directive-reading.ts';

/** What somebody answers to an offer or a question. */
export type Stance = 'agrees' | 'refuses';

export interface ReplyIntent {
  /** Undefined when the reply says neither, or both. */
  readonly stance: Stance | undefined;
  /** The words that say so. */
  readonly words: readonly string[];
}

const ANSWERING =
  /^(?:if |when |whenever )?(?:the |an? |any )?(?:customer|client|guest|user|person|sender|employee|candidate|member|reply|answer|they|he|she)s?\b/i;
const REFUSING =
  /\b(?:declines?|refuses?|rejects?|turns? (?:it|us|the \w+) down|says? no|(?:does not|do not|doesn't|don't) (?:want|accept|agree)|still wants? to (?:cancel|leave|end|stop|go)|(?:is|are) not interested)\b/i;
const AGREEING =
  /\b(?:accepts?|agrees?|says? yes|takes? (?:up )?(?:it|the)|confirms?|approves?|wants? to (?:stay|keep|continue)|stays?|(?:is|are) (?:happy|fine|interested))\b/i;

/** The answer a directive speaks of ("The customer declines the offer"), or undefined when it speaks of something else. */
export function stanceOf({ condition }: DirectiveReading): Stance | undefined {
  if (!ANSWERING.test(condition)) return undefined;
  if (REFUSING.test(condition)) return 'refuses';
  return AGREEING.test(condition) ? 'agrees' : undefined;
}

/** A cue that names the thing itself (stay, cancel) outweighs a bare yes or no: "yes, please cancel" refuses. */
const NAMED = 2;
const BARE = 1;

/** Bare answers, where a part of a sentence begins. */
const YES =
  /^(?:(?:oh|well|um|so|hi|hello|thanks|thank you|and) )*(?:yes|yeah|yep|yup|yea|sure|ok|okay|absolutely|definitely|of course|certainly|perfect|great|excellent|wonderful|lovely|brilliant|please do|alright|all right|agreed|done|why not|fine|sold)\b/;
const NO =
  /^(?:(?:oh|well|um|so|hi|hello|and|sorry|unfortunately|i'm afraid|afraid) )*(?:no|nope|nah|never|absolutely not|certainly not|definitely not|of course not|not really|not today|not this time|rather not)\b/;

/** Cues that name what is wanted. A negation before them turns them round. */
const LEAVE =
  /\b(?:cancel(?:l?ed|l?ing)?|cancellation|terminate|termination|unsubscribe|(?:end|close|stop|quit) (?:it|my|our|the|this)|leave|leaving|go(?:ing)? (?:elsewhere|ahead with the cancell?ation)|decline|refuse|reject|turn(?:ing)? (?:it|this|that|the offer|your offer) down)\b/g;
const STAY =
  /\b(?:accept(?:ed|ing)?|agree|tak(?:e|ing) (?:it|that|this|the|your|you up|up)|stay(?:ing)?|keep(?:ing)? (?:my|our|the|it|this|going|using)|continue|continuing|remain(?:ing)?|renew|apply (?:it|that|this|the|your)|go(?:ing)? (?:for (?:it|that|the)|with (?:it|that|the offer|your offer))|interested|happy with)\b/g;

/** Cues that stand for themselves; a negation is already in them. */
const FIRM_NO =
  /\b(?:no,? (?:thanks|thank you|deal|thx|ty)|no way|no good|not (?:interested|for (?:me|us)|enough|needed|worth)|(?:i|we)(?:'ll| will| would|'d) (?:rather )?(?:pass|decline|skip)|hard pass|(?:do not|don't|does not|doesn't|no longer|didn't|won't) (?:want|need)(?! to\b)|too late|mind is made up|made up (?:my|our) mind|rather not|(?:still|just|only|really) want(?:ed)? (?:out|to (?:cancel|leave|end|stop|quit))|found (?:something|another|a better|someone))\b/g;
const FIRM_YES =
  /\b(?:sounds (?:good|great|fair|fine|perfect|like a (?:plan|deal))|(?:it'?s|that'?s|you have|you've got|we have) a deal|^deal|works for (?:me|us)|that works|fine (?:by|with) (?:me|us)|good (?:for|with) (?:me|us)|count (?:me|us) in|(?:i'm|we're|i am|we are) in\b|sign (?:me|us) up|let'?s (?:do|go|try)|(?:i|we)(?:'d| would) (?:like|love) (?:that|this|the|it|your|to (?:stay|keep|have|take|accept))|changed (?:my|our) mind|convinced|(?:happy|glad|willing|like|love) to (?:accept|take|stay|keep|continue)|works)\b/g;

const NEGATION =
  /(?:\b(?:not|never|cannot|without|nor|no (?:need|wish|reason|intention|longer|desire)|instead of)|n't)\b/;
const WORDS_A_NEGATION_REACHES = 5;

/** Neither yes nor no yet: what is said in such a part of a sentence decides nothing. */
const UNDECIDED =
  /\b(?:not (?:yet )?(?:sure|certain|decided)|unsure|undecided|maybe|perhaps|might|whether|think (?:about|it over|on it|this over)|let you know|get back to you|need (?:some |more |a bit of )?time|sleep on it|considering|unless|only if|if|would(?:n't| not)?|depends)\b/;
/** A wish put politely with "would" or as a question is decided. */
const POLITE =
  /\b(?:i|we)(?:'d| would) (?:like|love|rather|prefer|be (?:happy|glad))\b|^(?:please )?(?:can|could|would|will) (?:you|someone|we|i)\b.*\b(?:please|just)\b|^(?:so )?(?:please )?(?:can|could|would|will) (?:you|someone)\b/;

/** Reads what a reply answers, as its writer's own words say it (see `ownWords`). */
export function readReply(text: string): ReplyIntent {
  const found: string[] = [];
  let sum = 0;
  let undecided = false;
  for (const part of partsOfReply(text)) {
    if (!part.decides) {
      undecided ||= part.undecided;
      continue;
    }
    const { value, words } = valueOf(part.text);
    sum += value;
    found.push(...words);
  }
  const enough = undecided ? NAMED : BARE; // "yes, but let me think about it" is no yes
  if (Math.abs(sum) < enough) return { stance: undefined, words: [] };
  return { stance: sum > 0 ? 'agrees' : 'refuses', words: [...new Set(found)] };
}

interface Part {
  readonly text: string;
  readonly decides: boolean;
  readonly undecided: boolean;
}

/** Parts of sentences between punctuation and "but". Questions decide nothing, polite wishes do. */
function partsOfReply(text: string): Part[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’`]/g, "'")
    .replace(/\b(?:don't|do not|wouldn't|would not) mind\b/g, '');
  const sentences = plain.match(/[^.!?;\n]+[.!?;\n]*/g) ?? [];
  return sentences.flatMap((sentence) => {
    const asks = /\?/.test(sentence);
    return sentence
      .split(/[.!?;:,\n()–—]+|\s-+\s|\b(?:but|however|although|though)\b/)
      .map((part) =>
        part
          .replace(/[^a-z0-9' %]+/g, ' ')
          .replace(/\s+/g, ' ')
          .trim(),
      )
      .filter((part) => part !== '')
      .map((part) => {
        const polite = POLITE.test(part);
        const undecided = !polite && UNDECIDED.test(part);
        return {
          text: part,
          undecided,
          decides: !undecided && (!asks || polite || YES.test(part) || NO.test(part)),
        };
      });
  });
}

/** Above 0 agrees, below refuses. */
function valueOf(part: string): { value: number; words: readonly string[] } {
  const words: string[] = [];
  let rest = part;
  let value = 0;
  const take = (cue: RegExp, worth: number): void => {
    rest = rest.replace(cue, (match) => {
      value += worth;
      words.push(match);
      return ' ~ ';
    });
  };
  const bareNo = NO.exec(part);
  const bareYes = bareNo ? null : YES.exec(part);
  take(FIRM_NO, -NAMED);
  take(FIRM_YES, NAMED);
  for (const [cue, worth] of [
    [LEAVE, -NAMED],
    [STAY, NAMED],
  ] as const) {
    for (const match of rest.matchAll(cue)) {
      const before = rest.slice(0, match.index).trim().split(' ').slice(-WORDS_A_NEGATION_REACHES).join(' ');
      value += NEGATION.test(before) ? -worth : worth;
      words.push(match[0]);
    }
  }
  if (bareNo) value -= BARE;
  if (bareYes) value += BARE;
  const bare = bareNo ?? bareYes;
  if (bare) words.push(bare[0]);
  return { value, words };
}
