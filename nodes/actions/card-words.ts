import { shorten } from '../../app/kit/names.ts';

const HOLE = /\{\{\s*([^{}|]*?)\s*(?:\|[^{}]*)?\}\}/g;

/**
 * A setting as a card shows it: what is filled in later stands in square brackets, by its own name.
 * `{{steps.lookup.subscription.id}}` → "[subscription id]".
 */
export const settingInWords = (text: string, most = 60): string =>
  shorten(
    text.replaceAll(HOLE, (_whole, path: string) => {
      const parts = path.split('.');
      const own = parts[0] === 'steps' ? parts.slice(2) : parts;
      return `[${own.slice(-2).join(' ') || path}]`;
    }),
    most,
  );

/** The same in quotation marks. */
export const quotedSetting = (text: string, most = 60): string => `“${settingInWords(text, most)}”`;
