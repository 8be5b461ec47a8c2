/** NOTIFY that rings agents (features/agents/bell-notices.ts). Payload: who sends, subscription, ids of assets with commas. */
export const BELL_CHANNEL = 'patchyard_bell'
