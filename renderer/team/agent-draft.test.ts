import { describe, expect, it } from 'vitest';
import { saveAgent, setModel } from '../../app/api/contract/inputs.ts';
import type { AgentRecord } from '../../app/store/records.ts';
import { draftOf, draftProblems, emptyDraft, modelToSave, sameDraft, toSave } from './agent-draft.ts';

const actions = ['stripe.refund', 'helpscout.reply'];
const fin = {
  id: 'agent_0mwvvvhhsfdj4t5t6yrhnfm6e',
  key: 'fin',
  name: 'Fin',
  role: 'Finance agent',
  directives: [{ id: 'd1', text: 'Refunds up to $50 are fine.', on: true, author: 'Dana', at: 1 }],
  tools: ['stripe.refund'],
  autonomy: [
    {
      id: 'refund',
      action: 'stripe.refund',
      decision: 'run',
      upTo: { amount: 5_000, currency: 'usd' },
      askForVip: true,
    },
  ],
  asks: [{ person: 'you', within: '2h' }, { person: 'Ravi Nair' }],
  model: { kind: 'practice' },
  caps: { turns: 12, tokens: 60_000, timeMs: 180_000 },
  updatedAt: 1,
} as unknown as AgentRecord; // the id stands for a real one

describe('editing an agent', () => {
  it('saves exactly what was there when nothing was changed; directives are saved by themselves', () => {
    const sent = toSave(draftOf(fin, actions), fin);
    expect(saveAgent.safeParse(sent).success).toBe(true);
    expect(sent).toEqual({
      id: fin.id,
      name: 'Fin',
      role: 'Finance agent',
      tools: ['stripe.refund'],
      autonomy: fin.autonomy,
      asks: fin.asks,
      teammates: [],
      picture: { drawing: 'letters', colour: 'blue' },
      caps: fin.caps,
      hours: null,
      concurrency: null,
    });
    expect(modelToSave(draftOf(fin, actions), draftOf(fin, actions), fin.id)).toBeUndefined();
  });

  it('says in sentences what keeps a draft from being saved', () => {
    const draft = draftOf(fin, actions);
    expect(draftProblems(draft)).toEqual([]);
    expect(draftProblems({ ...draft, name: ' ' })).toEqual(['Give the agent a name.']);
    expect(
      draftProblems({ ...draft, asks: [{ person: 'you', within: 'two hours', remind: '' }] })[0],
    ).toContain('Write 30m, 2h or 1d.');
    const model = {
      kind: 'openai',
      baseUrl: 'api.example',
      model: '',
      key: '',
      allowsPrivate: false,
    } as const;
    expect(draftProblems({ ...draft, model })).toHaveLength(2);
  });

  it('sends a model with its address and key in the form the core takes', () => {
    const before = draftOf(fin, actions);
    const draft = {
      ...before,
      model: {
        kind: 'openai',
        baseUrl: 'http://localhost:11434/v1',
        model: ' small ',
        key: 'k',
        allowsPrivate: true,
      },
    } as const;
    const sent = modelToSave(draft, before, fin.id);
    expect(setModel.safeParse(sent).success).toBe(true);
    expect(sent?.model).toEqual({
      kind: 'openai',
      baseUrl: 'http://localhost:11434/v1',
      model: 'small',
      key: 'k',
      allowsPrivate: true,
    });
  });

  it('never gives a stored key back into the form', () => {
    const stored = {
      ...fin,
      model: {
        kind: 'openai',
        baseUrl: 'https://a.example',
        model: 'm',
        secret: 'agent/x/model',
        allowsPrivate: false,
      },
    } as AgentRecord;
    expect(draftOf(stored, actions).model.key).toBe('');
  });

  it('starts a new agent without tools and without rules, asking whom the workspace asks', () => {
    const sent = toSave({ ...emptyDraft(actions), name: 'Ada' }, null);
    expect(sent).toEqual({
      name: 'Ada',
      role: '',
      directives: [],
      tools: [],
      autonomy: [],
      asks: [],
      teammates: [],
      picture: { drawing: 'letters', colour: 'blue' },
      caps: { turns: 12, tokens: 60_000, timeMs: 180_000 },
      hours: null,
      concurrency: null,
    });
  });

  it('notices a change and its undoing', () => {
    const draft = draftOf(fin, actions);
    expect(sameDraft(draft, { ...draft, role: 'x' })).toBe(false);
    expect(sameDraft(draft, draftOf(fin, actions))).toBe(true);
  });
});
