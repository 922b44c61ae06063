import { Cron } from 'croner';

/** The next time that a clock in a zone shows this time on one of these days (0 is Sunday). Epoch milliseconds. */
export function nextInstant(
  { at, days, zone }: { readonly at: string; readonly days: readonly number[]; readonly zone: string },
  after: number,
): number | undefined {
  const [hour = '0', minute = '0'] = at.split(':');
  const pattern = `${Number(minute)} ${Number(hour)} * * ${days.join(',')}`;
  return new Cron(pattern, { timezone: zone }).nextRun(new Date(after))?.getTime();
}
