import type { ConversationIntent } from '../bridge.ts';

/** What is done with one turn of the conversation that is shown. */
export type TurnIntent = Extract<ConversationIntent, { kind: 'edit' | 'again' | 'sibling' | 'continue' }>;
