import { describe, expect, it } from 'vitest';
import { readDirective } from './directive-reading.ts';
import { readReply, stanceOf } from './reply-intent.ts';
import { ownWords } from './reply-text.ts';

const AGREES = [
  'yes',
  'Yes!',
  'Yes please.',
  'yes please, I will take the 20% off',
  "Sure, let's do that.",
  'ok',
  'Okay, sounds good',
  'Deal.',
  'That works for me, thanks',
  "You've got a deal",
  'I accept the offer.',
  'We would love to stay at that price.',
  "Alright, I'll stay for another three months.",
  "Please don't cancel, I'll take the discount",
  "No, don't cancel it, I want to keep my subscription.",
  'No need to cancel any more, count me in',
  'Good offer. Go for it.',
  'Perfect, please apply the discount.',
  "I wouldn't mind staying for that",
  'I have changed my mind, we will continue.',
  "Yeah why not, I'd like that",
  'Hi Sam,\nthanks for getting back to me. I am happy to stay with 20 % off.\nBest,\nMira',
  'Could you please apply the discount?',
];

const REFUSES = [
  'no',
  'No.',
  'nope',
  'no thanks',
  'No thank you',
  'No thanks, please cancel.',
  'No please cancel',
  'Yes, please cancel it.',
  'Ok, cancel then',
  'Thanks for the offer, but I still want to cancel.',
  'Not interested.',
  "I don't want a discount",
  "We don't need it any more. Please end our subscription.",
  "I'll pass, thanks",
  'Please just cancel my account',
  'Can you cancel it now?',
  'I decline.',
  'It is a nice offer, however we have decided to leave.',
  'That is not enough for me.',
  "I can't accept that.",
  'I no longer want to stay',
  'Too late, we found something else.',
  "Sorry, I'd rather leave",
  'Absolutely not',
  'We are not going to continue.',
  'I am not staying, whatever the price.',
];

const NEITHER = [
  'How long would the discount last?',
  'I am not sure yet.',
  'Let me think about it',
  'Maybe. I need some time to decide.',
  'Yes, but let me think about it first',
  'What happens to my data if I cancel?',
  'I would stay if it were half the price',
  'Who am I talking to?',
  'My parcel has not arrived.',
  'Automatic reply: I am out of the office until Monday.',
];

describe('reading what a reply answers', () => {
  it.each(AGREES)('reads "%s" as agreement', (text) => {
    expect(readReply(text).stance).toBe('agrees');
  });

  it.each(REFUSES)('reads "%s" as refusal', (text) => {
    expect(readReply(text).stance).toBe('refuses');
  });

  it.each(NEITHER)('reads "%s" as neither', (text) => {
    expect(readReply(text).stance).toBeUndefined();
  });

  it('names the words that decided', () => {
    expect(readReply('No thanks, please cancel.').words).toEqual(
      expect.arrayContaining(['no thanks', 'cancel']),
    );
  });

  it('does not read the offer that a mail repeats below the answer', () => {
    const text =
      'No thanks.\n\nOn Mon, 3 Mar 2025 at 10:12, Sam <sam@example.test> wrote:\n> Would you like to stay with 20% off?\n> Yes, I accept';
    expect(readReply(ownWords(text)).stance).toBe('refuses');
  });
});

describe('the answer a directive speaks of', () => {
  it.each([
    ['The customer accepts the offer and wants to stay.', 'agrees'],
    ['If they say yes, go on', 'agrees'],
    ['The customer agrees', 'agrees'],
    ['The customer declines the offer or still wants to cancel.', 'refuses'],
    ['The client does not accept the offer', 'refuses'],
    ['If the customer says no, cancel the subscription', 'refuses'],
  ])('finds the answer in "%s"', (text, stance) => {
    expect(stanceOf(readDirective(text))).toBe(stance);
  });

  it.each([
    'Customers who want to cancel go to Sam.',
    'Bank transfers that are late, failed or declined go to Transfers.',
    'Billing questions go to Finance.',
    'Anything that mentions a lawyer goes to a person.',
  ])('finds none in "%s"', (text) => {
    expect(stanceOf(readDirective(text))).toBeUndefined();
  });
});
