/** Words that nobody reads from a text: they speak of data, of time, or of an exception. */
export const NEEDS_RULE: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:unless(?! it is about)|only (?:if|when))\b[^,.;]*/i,
    'is an exception; an exception is not read here',
  ],
  [
    /(?:\b(?:over|under|above|below|more than|less than|at least|at most)\s+)?[$€£]\s?\d[\d.,]*|\b(?:over|under|above|below|more than|less than|at least|at most)\s+\d[\d.,]*(?:\s*(?:dollars?|euros?|pounds?|usd|eur|gbp|%))?|\b\d[\d.,]*\s*(?:dollars?|euros?|pounds?|usd|eur|gbp)\b/i,
    'is an amount; use a clicked rule for it',
  ],
  [
    /\b(?:after|before|from|until)\s+\d{1,2}(?::\d\d)?\s*(?:am|pm|o'clock)?(?![\d%])|\b(?:at|on|during) (?:the )?(?:night|weekends?|holidays?)\b|\b(?:outside|during) (?:office|working|business) hours\b/i,
    'is a time; use a clicked rule for it',
  ],
];
