const HOUR_MS = 3_600_000;

/** The usual times to put something off to. Epoch milliseconds; days are those of this computer's calendar. */
export function laterChoices(now: number): readonly { readonly label: string; readonly until: number }[] {
  const at = (days: number): number => {
    const day = new Date(now);
    day.setDate(day.getDate() + days);
    return day.setHours(9, 0, 0, 0);
  };
  const untilMonday = (8 - new Date(now).getDay()) % 7 || 7;
  return [
    { label: 'In 1 hour', until: now + HOUR_MS },
    { label: 'In 4 hours', until: now + 4 * HOUR_MS },
    { label: 'Tomorrow 9:00', until: at(1) },
    ...(untilMonday > 1 ? [{ label: 'Monday 9:00', until: at(untilMonday) }] : []),
  ];
}
