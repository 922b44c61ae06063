const ATTRIBUTION = /^.{0,200}:$/;
const FORWARDED = /^-{2,} ?(?:original message|ursprüngliche nachricht|message d’origine) ?-{2,}$/i;

/** What somebody wrote themselves in an answer: without the mail that their program quotes below it. */
export function withoutQuote(text: string): string {
  const lines = text.split('\n');
  let end = lines.length;
  const original = lines.findIndex((line) => FORWARDED.test(line.trim()));
  if (original >= 0) end = original;
  while (end > 0 && /^\s*(?:>.*)?$/.test(lines[end - 1] ?? '')) end -= 1;
  // "On Tuesday, Cleo wrote:", which stands above what is quoted.
  const quotes = lines.slice(end).some((line) => line.trimStart().startsWith('>'));
  if (quotes && ATTRIBUTION.test(lines[end - 1]?.trim() ?? '')) end -= 1;
  const own = lines.slice(0, end).join('\n').trim();
  return own === '' ? text.trim() : own;
}
