import type { ApprovalId, FlowId, RunId } from '../../base/ids.ts';
import type { ApprovalRecord } from '../records.ts';
import type { CorrectionRecord, DecisionRecord, DirectiveOwner, DirectiveVersion } from '../directives.ts';
import type { Reader } from '../store.ts';
import { chainHash, CHAIN_START, entriesOf, type AuditBlock } from './audit-chain.ts';
import { RunReader } from './run-reader.ts';

/** Reads of one database. What it reads is split by what it is about; the inbox, the audit log and directives are here. */
export class SqliteReader extends RunReader implements Reader {
  approval(id: ApprovalId) {
    return this.one<ApprovalRecord>('SELECT record FROM approval WHERE id = ?', id);
  }
  approvals(which: 'pending' | 'decided', limit: number) {
    return which === 'pending'
      ? this.all<ApprovalRecord>(
          `SELECT record FROM approval WHERE status = 'pending' ORDER BY id LIMIT ?`,
          limit,
        )
      : this.all<ApprovalRecord>(
          'SELECT record FROM approval WHERE decided IS NOT NULL ORDER BY decided DESC LIMIT ?',
          limit,
        );
  }
  approvalsOfRun(run: RunId) {
    return this.all<ApprovalRecord>('SELECT record FROM approval WHERE run = ? ORDER BY id', run);
  }
  approvalsDue(now: number) {
    return this.all<ApprovalRecord>('SELECT record FROM approval WHERE due <= ? ORDER BY due LIMIT 200', now);
  }
  pendingApprovals(flow?: FlowId) {
    const n = flow
      ? this.number(`SELECT count(*) AS n FROM approval WHERE flow = ? AND status = 'pending'`, flow)
      : this.number(`SELECT count(*) AS n FROM approval WHERE status = 'pending'`);
    return n ?? 0;
  }

  audit(limit: number, before: number = Number.MAX_SAFE_INTEGER) {
    this.settleRows();
    const blocks = this.sql(
      'SELECT seq, entries, hash FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?',
    ).all(before, limit) as AuditBlock[]; // as selected
    return this.whole('FROM audit', () => blocks.flatMap((block) => entriesOf(block).toReversed()))
      .filter((entry) => entry.seq < before)
      .slice(0, limit);
  }
  verifyAudit() {
    let before = CHAIN_START;
    let rows = 0;
    for (const block of this.sql(
      'SELECT seq, entries, hash FROM audit ORDER BY seq',
    ).iterate() as IterableIterator<AuditBlock>) {
      const fits = block.seq === rows + 1 && chainHash(before, block.seq, block.entries) === block.hash;
      if (!fits) return { rows: rows + 1, brokenAt: block.seq };
      rows += entriesOf(block).length;
      before = block.hash;
    }
    return { rows, brokenAt: null };
  }

  counts(scope: string): Readonly<Record<string, number>> {
    const known = this.keptCounts.get(scope);
    if (known) return known;
    this.settleCounts();
    const rows = this.sql('SELECT name, value FROM counter WHERE scope = ?').all(scope);
    const counts = Object.fromEntries(
      (rows as { name: string; value: number }[]).map((r) => [r.name, r.value]), // as selected
    );
    return this.keptCounts.put(scope, counts);
  }
  directiveVersions(owner: DirectiveOwner, limit: number): readonly DirectiveVersion[] {
    if (limit === 1)
      return (
        this.keptDirectives.get(owner) ??
        this.keptDirectives.put(owner, this.#directiveVersions(owner, limit))
      );
    return this.#directiveVersions(owner, limit);
  }
  #directiveVersions(owner: DirectiveOwner, limit: number) {
    return this.all<DirectiveVersion>(
      'SELECT record FROM directives WHERE owner = ? ORDER BY number DESC LIMIT ?',
      owner,
      limit,
    );
  }
  directiveVersion(owner: DirectiveOwner, number: number) {
    return this.one<DirectiveVersion>(
      'SELECT record FROM directives WHERE owner = ? AND number = ?',
      owner,
      number,
    );
  }
  directivesAt(owner: DirectiveOwner, at: number) {
    return this.one<DirectiveVersion>(
      'SELECT record FROM directives WHERE owner = ? AND at <= ? ORDER BY number DESC LIMIT 1',
      owner,
      at,
    );
  }
  decisions(owner: DirectiveOwner, limit: number) {
    return this.all<DecisionRecord>(
      'SELECT record FROM decision WHERE owner = ? ORDER BY at DESC, run DESC LIMIT ?',
      owner,
      limit,
    );
  }
  decisionsOfRun(run: RunId) {
    return this.all<DecisionRecord>('SELECT record FROM decision WHERE run = ? ORDER BY at', run);
  }
  corrections(owner: DirectiveOwner) {
    return this.all<CorrectionRecord>(
      'SELECT record FROM correction WHERE owner = ? ORDER BY at DESC, id DESC',
      owner,
    );
  }
}
