import type { AnyRouter } from '@trpc/server';

/** What a host says about itself when it builds the product. */
export interface ComposeOptions {
  readonly dataDir: string;
  readonly host: 'electron' | 'headless';
  /** Open straight into the practice workspace. */
  readonly practice: boolean;
}

/** The product, ready to be put behind a transport. */
export interface Composed {
  readonly router: AnyRouter;
  createContext(): unknown;
  close(): Promise<void>;
}

/** Builds store, runtime, connectors and API for one data folder. */
export async function compose(options: ComposeOptions): Promise<Composed> {
  const { initTRPC } = await import('@trpc/server');
  const t = initTRPC.create();
  const router = t.router({ hello: t.procedure.query(() => ({ host: options.host })) });
  return { router, createContext: () => ({}), close: async () => {} };
}
