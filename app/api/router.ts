import { initTRPC, tracked, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { errorData, type ErrorActor } from '../base/errors.ts';
import type { Api } from './contract/api.ts';
import * as directives from './contract/directives.ts';
import * as inputs from './contract/inputs.ts';
import * as practice from './contract/practice.ts';
import * as storage from './contract/storage.ts';

/** What every host gives each call. */
export interface Context {
  readonly api: Api;
  /** Null until the practice workspace has been opened. */
  practice(): practice.PracticeWorld;
}

const HTTP_CODE: Record<ErrorActor, TRPCError['code']> = {
  operator: 'BAD_REQUEST',
  time: 'SERVICE_UNAVAILABLE',
  us: 'INTERNAL_SERVER_ERROR',
};

const t = initTRPC.context<Context>().create({
  // The window gets the product's own error (code, sentence, fix), never a stack.
  errorFormatter: ({ shape, error }) => {
    const badInput = error.code === 'BAD_REQUEST' && error.cause instanceof z.ZodError;
    const data = badInput
      ? { code: 'invalid_input' as const, actor: 'operator' as const, sentence: inputSentence(error.cause) }
      : errorData(error.cause ?? error);
    return {
      ...shape,
      message: data.sentence,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, error: data },
    };
  },
});

const inputSentence = (error: z.ZodError): string => {
  const issue = error.issues[0];
  return issue ? `${issue.path.join(' › ') || 'The input'}: ${issue.message}.` : 'The input is not valid.';
};

const call = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (result.ok || result.error.cause instanceof z.ZodError) return result;
  const cause = result.error.cause ?? result.error;
  throw new TRPCError({ code: HTTP_CODE[errorData(cause).actor], cause });
});

/** The typed contract over any transport. Each procedure is one call of `Api`, nothing more. */
export const appRouter = t.router({
  workspace: t.router({
    get: call.query(({ ctx }) => ctx.api.workspace.get()),
    setOperator: call
      .input(inputs.setOperator)
      .mutation(({ ctx, input }) => ctx.api.workspace.setOperator(input)),
    tryPractice: call.mutation(({ ctx }) => ctx.api.workspace.tryPractice()),
  }),
  flows: t.router({
    list: call.query(({ ctx }) => ctx.api.flows.list()),
    get: call.input(inputs.ofFlow).query(({ ctx, input }) => ctx.api.flows.get(input)),
    create: call.input(inputs.createFlow).mutation(({ ctx, input }) => ctx.api.flows.create(input)),
    createFromStarter: call
      .input(inputs.createFromStarter)
      .mutation(({ ctx, input }) => ctx.api.flows.createFromStarter(input)),
    save: call.input(inputs.saveFlow).mutation(({ ctx, input }) => ctx.api.flows.save(input)),
    publish: call.input(inputs.publishFlow).mutation(({ ctx, input }) => ctx.api.flows.publish(input)),
    // It asks the tools, which takes a while and is not repeated by itself.
    countWaiting: call.input(inputs.ofFlow).mutation(({ ctx, input }) => ctx.api.flows.countWaiting(input)),
    turnOn: call.input(inputs.turnOn).mutation(({ ctx, input }) => ctx.api.flows.turnOn(input)),
    turnOff: call.input(inputs.ofFlow).mutation(({ ctx, input }) => ctx.api.flows.turnOff(input)),
    bind: call.input(inputs.bindAgent).mutation(({ ctx, input }) => ctx.api.flows.bind(input)),
    remove: call.input(inputs.ofFlow).mutation(({ ctx, input }) => ctx.api.flows.remove(input)),
    restore: call.input(inputs.ofFlow).mutation(({ ctx, input }) => ctx.api.flows.restore(input)),
    previewImport: call
      .input(inputs.flowText)
      .mutation(({ ctx, input }) => ctx.api.flows.previewImport(input)),
    importFlow: call.input(inputs.flowText).mutation(({ ctx, input }) => ctx.api.flows.importFlow(input)),
    exportFlow: call.input(inputs.ofFlow).query(({ ctx, input }) => ctx.api.flows.exportFlow(input)),
    startByHand: call
      .input(inputs.startByHand)
      .mutation(({ ctx, input }) => ctx.api.flows.startByHand(input)),
  }),
  runs: t.router({
    list: call.input(inputs.listRuns).query(({ ctx, input }) => ctx.api.runs.list(input)),
    get: call.input(inputs.ofRun).query(({ ctx, input }) => ctx.api.runs.get(input)),
    stop: call.input(inputs.ofRun).mutation(({ ctx, input }) => ctx.api.runs.stop(input)),
    previewMove: call.input(inputs.ofRun).query(({ ctx, input }) => ctx.api.runs.previewMove(input)),
    move: call.input(inputs.moveRun).mutation(({ ctx, input }) => ctx.api.runs.move(input)),
    rows: call.input(inputs.ofRun).query(({ ctx, input }) => ctx.api.runs.rows(input)),
  }),
  events: t.router({
    report: call.input(inputs.reportEvent).mutation(({ ctx, input }) => ctx.api.events.report(input)),
  }),
  hooks: t.router({
    get: call.input(inputs.ofHook).query(({ ctx, input }) => ctx.api.hooks.get(input)),
    state: call.query(({ ctx }) => ctx.api.hooks.state()),
    choosePort: call.input(inputs.hookPort).mutation(({ ctx, input }) => ctx.api.hooks.choosePort(input)),
    // Giving a secret out is written down, so it is no mere question.
    address: call.input(inputs.hookAddress).mutation(({ ctx, input }) => ctx.api.hooks.address(input)),
    setSigningKey: call
      .input(inputs.signingKey)
      .mutation(({ ctx, input }) => ctx.api.hooks.setSigningKey(input)),
  }),
  places: t.router({
    list: call.query(({ ctx }) => ctx.api.places.list()),
    allow: call.input(inputs.allowPlace).mutation(({ ctx, input }) => ctx.api.places.allow(input)),
    forget: call.input(inputs.ofPlace).mutation(({ ctx, input }) => ctx.api.places.forget(input)),
  }),
  cases: t.router({
    list: call.input(inputs.listCases).query(({ ctx, input }) => ctx.api.cases.list(input)),
    get: call.input(inputs.ofCase).query(({ ctx, input }) => ctx.api.cases.get(input)),
    noteFact: call.input(inputs.noteFact).mutation(({ ctx, input }) => ctx.api.cases.noteFact(input)),
    setOwner: call.input(inputs.setCaseOwner).mutation(({ ctx, input }) => ctx.api.cases.setOwner(input)),
    setPriority: call
      .input(inputs.setCasePriority)
      .mutation(({ ctx, input }) => ctx.api.cases.setPriority(input)),
    setDue: call.input(inputs.setCaseDue).mutation(({ ctx, input }) => ctx.api.cases.setDue(input)),
  }),
  inbox: t.router({
    list: call.input(inputs.listInbox).query(({ ctx, input }) => ctx.api.inbox.list(input)),
    approve: call.input(inputs.approve).mutation(({ ctx, input }) => ctx.api.inbox.approve(input)),
    editAndApprove: call
      .input(inputs.editAndApprove)
      .mutation(({ ctx, input }) => ctx.api.inbox.editAndApprove(input)),
    reject: call.input(inputs.reject).mutation(({ ctx, input }) => ctx.api.inbox.reject(input)),
    startMissed: call
      .input(inputs.startMissed)
      .mutation(({ ctx, input }) => ctx.api.inbox.startMissed(input)),
    settleUnknown: call
      .input(inputs.settleUnknown)
      .mutation(({ ctx, input }) => ctx.api.inbox.settleUnknown(input)),
    ask: call.input(inputs.ask).mutation(({ ctx, input }) => ctx.api.inbox.ask(input)),
    later: call.input(inputs.later).mutation(({ ctx, input }) => ctx.api.inbox.later(input)),
    allow: call.input(inputs.allow).mutation(({ ctx, input }) => ctx.api.inbox.allow(input)),
  }),
  permissions: t.router({
    list: call.query(({ ctx }) => ctx.api.permissions.list()),
    revoke: call.input(inputs.ofPermission).mutation(({ ctx, input }) => ctx.api.permissions.revoke(input)),
  }),
  trust: t.router({
    list: call.query(({ ctx }) => ctx.api.trust.list()),
    accept: call.input(inputs.ofSuggestion).mutation(({ ctx, input }) => ctx.api.trust.accept(input)),
    dismiss: call.input(inputs.ofSuggestion).mutation(({ ctx, input }) => ctx.api.trust.dismiss(input)),
  }),
  people: t.router({
    get: call.query(({ ctx }) => ctx.api.people.get()),
    set: call.input(inputs.setPeople).mutation(({ ctx, input }) => ctx.api.people.set(input)),
  }),
  clock: t.router({
    get: call.query(({ ctx }) => ctx.api.clock.get()),
    move: call.input(inputs.moveClock).mutation(({ ctx, input }) => ctx.api.clock.move(input)),
    back: call.mutation(({ ctx }) => ctx.api.clock.back()),
  }),
  team: t.router({
    list: call.query(({ ctx }) => ctx.api.team.list()),
    save: call.input(inputs.saveAgent).mutation(({ ctx, input }) => ctx.api.team.save(input)),
    setModel: call.input(inputs.setModel).mutation(({ ctx, input }) => ctx.api.team.setModel(input)),
    localModels: call.query(({ ctx }) => ctx.api.team.localModels()),
    tryLocalModel: call
      .input(inputs.tryLocalModel)
      .mutation(({ ctx, input }) => ctx.api.team.tryLocalModel(input)),
  }),
  directives: t.router({
    get: call.input(directives.ofOwner).query(({ ctx, input }) => ctx.api.directives.get(input)),
    read: call.input(directives.readDirectives).query(({ ctx, input }) => ctx.api.directives.read(input)),
    save: call.input(directives.saveDirectives).mutation(({ ctx, input }) => ctx.api.directives.save(input)),
    restore: call
      .input(directives.restoreDirectives)
      .mutation(({ ctx, input }) => ctx.api.directives.restore(input)),
    tryOut: call.input(directives.tryDirectives).query(({ ctx, input }) => ctx.api.directives.tryOut(input)),
    correct: call
      .input(directives.correctRoute)
      .mutation(({ ctx, input }) => ctx.api.directives.correct(input)),
    sendOn: call.input(directives.sendOn).mutation(({ ctx, input }) => ctx.api.directives.sendOn(input)),
    forget: call
      .input(directives.forgetCorrection)
      .mutation(({ ctx, input }) => ctx.api.directives.forget(input)),
    ofRun: call.input(directives.routesOfRun).query(({ ctx, input }) => ctx.api.directives.ofRun(input)),
  }),
  connections: t.router({
    list: call.query(({ ctx }) => ctx.api.connections.list()),
    add: call.input(inputs.addConnection).mutation(({ ctx, input }) => ctx.api.connections.add(input)),
    updateSecrets: call
      .input(inputs.updateSecrets)
      .mutation(({ ctx, input }) => ctx.api.connections.updateSecrets(input)),
    check: call.input(inputs.ofConnection).mutation(({ ctx, input }) => ctx.api.connections.check(input)),
    setLimits: call
      .input(inputs.setLimits)
      .mutation(({ ctx, input }) => ctx.api.connections.setLimits(input)),
    remove: call.input(inputs.ofConnection).mutation(({ ctx, input }) => ctx.api.connections.remove(input)),
  }),
  practice: t.router({
    desk: call.query(({ ctx }) => ctx.practice().desk()),
    chat: call.query(({ ctx }) => ctx.practice().chat()),
    billing: call.query(({ ctx }) => ctx.practice().billing()),
    office: call.query(({ ctx }) => ctx.practice().office()),
    crm: call.query(({ ctx }) => ctx.practice().crm()),
    mail: call.query(({ ctx }) => ctx.practice().mail()),
    writeMail: call.input(practice.writeMail).mutation(({ ctx, input }) => ctx.practice().writeMail(input)),
    answerMail: call
      .input(practice.answerMail)
      .mutation(({ ctx, input }) => ctx.practice().answerMail(input)),
    sendForm: call.input(practice.sendForm).mutation(({ ctx, input }) => ctx.practice().sendForm(input)),
    buyLicences: call
      .input(practice.buyLicences)
      .mutation(({ ctx, input }) => ctx.practice().buyLicences(input)),
    answerInvitation: call
      .input(practice.answerInvitation)
      .mutation(({ ctx, input }) => ctx.practice().answerInvitation(input)),
    samples: call.query(({ ctx }) => ctx.practice().samples()),
    writeTicket: call
      .input(practice.writeTicket)
      .mutation(({ ctx, input }) => ctx.practice().writeTicket(input)),
    answerTicket: call
      .input(practice.answerTicket)
      .mutation(({ ctx, input }) => ctx.practice().answerTicket(input)),
    postAsPerson: call
      .input(practice.postAsPerson)
      .mutation(({ ctx, input }) => ctx.practice().postAsPerson(input)),
    setFaults: call.input(practice.setFaults).mutation(({ ctx, input }) => ctx.practice().setFaults(input)),
    faults: call.query(({ ctx }) => ctx.practice().faults()),
    ledger: call.query(({ ctx }) => ctx.practice().ledger()),
    reset: call.mutation(({ ctx }) => ctx.practice().reset()),
  }),
  caps: t.router({
    get: call.input(inputs.getCaps).query(({ ctx, input }) => ctx.api.caps.get(input)),
    set: call.input(inputs.setCap).mutation(({ ctx, input }) => ctx.api.caps.set(input)),
  }),
  control: t.router({
    get: call.query(({ ctx }) => ctx.api.control.get()),
    stopAll: call.mutation(({ ctx }) => ctx.api.control.stopAll()),
    resume: call.mutation(({ ctx }) => ctx.api.control.resume()),
    discardAll: call.mutation(({ ctx }) => ctx.api.control.discardAll()),
  }),
  audit: t.router({
    list: call.input(inputs.listAudit).query(({ ctx, input }) => ctx.api.audit.list(input)),
    verify: call.query(({ ctx }) => ctx.api.audit.verify()),
  }),
  storage: t.router({
    get: call.query(({ ctx }) => ctx.api.storage.get()),
    backUp: call.mutation(({ ctx }) => ctx.api.storage.backUp()),
    check: call.mutation(({ ctx }) => ctx.api.storage.check()),
    tidy: call.mutation(({ ctx }) => ctx.api.storage.tidy()),
    stopTask: call.mutation(({ ctx }) => ctx.api.storage.stopTask()),
    restore: call.input(storage.ofBackup).mutation(({ ctx, input }) => ctx.api.storage.restore(input)),
    setPolicy: call.input(storage.setPolicy).mutation(({ ctx, input }) => ctx.api.storage.setPolicy(input)),
    release: call.input(storage.ofHeldRun).mutation(({ ctx, input }) => ctx.api.storage.release(input)),
    discard: call.input(storage.ofHeldRun).mutation(({ ctx, input }) => ctx.api.storage.discard(input)),
    dismiss: call.mutation(({ ctx }) => ctx.api.storage.dismiss()),
  }),
  live: call.input(inputs.liveFrom).subscription(async function* ({ ctx, input, signal }) {
    const after = input.lastEventId === undefined ? null : Number(input.lastEventId);
    for await (const batch of ctx.api.live(after, signal ?? new AbortController().signal)) {
      yield tracked(String(batch.seq), batch);
    }
  }),
});

export type AppRouter = typeof appRouter;
