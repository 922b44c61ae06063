import { config } from 'zod';

// The content policy forbids making code from text; zod must not even try. Imported before any schema is made.
config({ jitless: true });
