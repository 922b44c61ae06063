import type { ReactNode } from 'react';
import type { FlowId } from '../../../app/base/ids.ts';
import type { JsonObject } from '../../../app/base/json.ts';
import type { NodeDefinition } from '../../../app/kit/define.ts';
import { PlaceAllowance } from './place-allowance.tsx';
import { SigningKey } from './signing-key.tsx';
import { WebhookAddress } from './webhook-address.tsx';

/** What belongs below a field and is no setting of the flow: it is kept on this computer and goes into no flow file. */
export function FieldExtra({
  flow,
  definition,
  name,
  config,
}: {
  readonly flow: FlowId;
  readonly definition: NodeDefinition | undefined;
  readonly name: string;
  readonly config: JsonObject;
}): ReactNode {
  if (definition?.kind !== 'trigger') return null;
  const { place } = definition;
  const at = config[name];
  if (place?.field === name && typeof at === 'string' && at.trim() !== '')
    return <PlaceAllowance key={at} kind={place.kind} at={at.trim()} />;
  if (definition.source !== 'call') return null;
  const { path } = config;
  if (typeof path !== 'string') return null;
  if (name === 'path') return <WebhookAddress key={path} flow={flow} path={path} />;
  if (name === 'signatureHeader') return <SigningKey key={path} flow={flow} path={path} />;
  return null;
}
