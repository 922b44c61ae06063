import { digestOf, type Digest } from '../base/digest.ts';
import type { Json } from '../base/json.ts';
import type { Proposal } from '../store/records.ts';

/** The digest that binds an approval to exactly this proposal (G4). */
export const proposalDigest = (proposal: Proposal): Digest => digestOf(proposal as unknown as Json); // a proposal is plain JSON by type
