/** The text of resources/flow.schema.json. */
export function flowSchemaText(): string;
