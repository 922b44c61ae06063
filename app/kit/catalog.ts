import type { AnyAction, NodeDefinition, ToolDefinition, ToolId } from './define.ts';

/** Every node type and tool this build knows. Handed to the core, which names none of them. */
export interface Catalog {
  /** In the palette's order. */
  readonly all: readonly NodeDefinition[];
  readonly groups: readonly { readonly title: string; readonly types: readonly string[] }[];
  readonly tools: readonly ToolDefinition[];
  find(type: string): NodeDefinition | undefined;
  action(type: string): AnyAction | undefined;
  tool(id: ToolId): ToolDefinition;
}
