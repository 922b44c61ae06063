/** "students in distress or who mention harassment" */
const WHO_SAYS =
  /^(?:who|that)\s+(?:mentions?|reports?|asks?|wants?|needs?|would like|complains?)\s+(?:to\s+|for\s+|about\s+|of\s+)?/i;
const SEPARATORS =
  /\s*(?:[,;/]|\bor\b|\band\b|\bas well as\b|\bsuch as\b|(?<!\b(?:looks?|sounds?|feels?|seems?|would)\s)\blike\b|\bincluding\b|\be\.g\.)\s*/i;

/** "a card that is lost": what comes before belongs to the parts that follow, too. */
const RELATIVE = /^(.+?\s(?:that|which|who)(?:\s(?:is|are|was|were|got|arrives?))?)\s/i;
const GOES_ON =
  /^(?:\w+(?:ed|en|ing|y)|need|needs|have|has|do|does|can|will|is|was|were|shows?|late|lost|broken|missing|incomplete|wrong|stolen|too \w+)\b/i;
/** "problems with", "changes of", "advice on": said once for a whole list of nouns. */
const HEADED = /^((?:[\w-]+\s)?[\w-]+\s(?:of|on|about|with|to|for|from))\s(?!.*\s(?:that|which|who|to)\s)/i;
const HAS_PREPOSITION = /\s(?:of|on|about|with|to|for|from|in|at|by|between)\s/i;
/** A lone word of this kind stands before the noun or the rest that comes last: "late or missing parcels". */
const LEANS =
  /^(?:\w+(?:ing|ed|ous|ful|less|able)|late|lost|broken|missing|stolen|wrong|faulty|incomplete|new|old|open|dirty|slow|make|move|change|cancel|delete|pause|freeze|stop|end|book|add|remove|update|order|buy|return|swap|export|amend|extend|rebook|reschedule|report|locked|unpaid|overdue)$/i;
const POINTED = /^(?:an?|the|my|our|your|their|his|her|no)\s/i;
const NOT_A_TAIL = /^(?:that|who|which|to|something|anything|somebody|someone|it|them)\b/i;

/**
 * The topics a condition lists: "a card that is lost, stolen or used by others" is about lost cards, stolen cards and cards
 * used by others; "late or missing parcels" about late parcels and missing parcels.
 */
export function topicsIn(when: string): string[] {
  const parts = when
    .split(SEPARATORS)
    .map((part) => part.trim().replace(WHO_SAYS, ''))
    .filter((part) => part.length > 1);
  const topics = withTails(withHeads(parts)).filter((topic) => topic.length > 2);
  return [...new Set(topics.length > 0 ? topics : [when])];
}

/** What the first part says for all carried over to those that go on from it. */
function withHeads(parts: readonly string[]): string[] {
  let relative = '';
  let headed = '';
  return parts.map((part) => {
    const related = RELATIVE.exec(part);
    if (related) {
      relative = related[1]!; // the group is not optional
      headed = '';
      return part;
    }
    if (relative !== '' && GOES_ON.test(part)) return `${relative} ${part}`;
    relative = '';
    const head = HEADED.exec(part);
    if (head) {
      headed = head[1]!; // the group is not optional
      return part;
    }
    if (headed !== '' && !HAS_PREPOSITION.test(part) && part.split(' ').length <= 2)
      return `${headed} ${part}`;
    headed = '';
    return part;
  });
}

/** "make, move or cancel a booking": what the last part goes on with belongs to the lone words before it. */
function withTails(parts: readonly string[]): string[] {
  let tail = '';
  return parts
    .toReversed()
    .map((part) => {
      if (part.includes(' ')) {
        const rest = part.slice(part.indexOf(' ') + 1);
        tail =
          NOT_A_TAIL.test(rest) || POINTED.test(part) ? '' : rest.replace(/^(?:in|out|up|off|back)\s+/i, '');
        return part;
      }
      return tail !== '' && LEANS.test(part) ? `${part} ${tail}` : part;
    })
    .toReversed();
}
