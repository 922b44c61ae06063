import { createContext } from 'react';

/** Ways of the router on the screen that are live: their directives are edited apart from the graph. */
export const LiveWays = createContext<ReadonlySet<string>>(new Set());
