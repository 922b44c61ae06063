/** Programs that serve models on this computer, and where they listen unless somebody moved them. */
export const LOCAL_SERVERS = {
  ollama: { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  'lm-studio': { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1' },
} as const;
export type LocalServer = keyof typeof LOCAL_SERVERS;
export const LOCAL_SERVER_IDS = Object.keys(LOCAL_SERVERS) as readonly LocalServer[]; // the keys of the record above
