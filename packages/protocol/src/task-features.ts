import type { TaskDocument } from './task-document.ts'

// Names by which an agent says what it can do beyond version 1 (PYP/1 §1 "Unknown members"). A server sends a member, or a kind of item,
// only to agents that announced its feature; an agent refuses a document that needs one which it did not announce.

/** Items of kind `script`, `install`, `uninstall`, `service`. Announced only where the host's own configuration allows actions. */
export const ACTIONS_FEATURE = 'actions.1'
/** `messages`. */
export const MESSAGES_FEATURE = 'messages.1'
/** `options` with `whenGone`, `keep`, `bandwidthKBs`. */
export const OPTIONS_FEATURE = 'options.1'
/** `options.early` and `options.spreadS`. */
export const EARLY_FEATURE = 'early.1'
/** Items of kind `rollback`. */
export const ROLLBACK_FEATURE = 'rollback.1'
/** `options.dryRun`. */
export const DRY_RUN_FEATURE = 'dry-run.1'

export const taskFeatures = [
  ACTIONS_FEATURE,
  MESSAGES_FEATURE,
  OPTIONS_FEATURE,
  EARLY_FEATURE,
  ROLLBACK_FEATURE,
  DRY_RUN_FEATURE,
] as const
export type TaskFeature = (typeof taskFeatures)[number]

/** What an agent must have announced to be given this document; in the order of {@link taskFeatures}. */
export function neededFeatures(document: Pick<TaskDocument, 'items' | 'options' | 'messages'>): TaskFeature[] {
  const { options, messages, items } = document
  const needs: Readonly<Record<TaskFeature, boolean>> = {
    [ACTIONS_FEATURE]: items.some(one => one.kind !== 'os-packages' && one.kind !== 'rollback'),
    [MESSAGES_FEATURE]: messages !== undefined,
    [OPTIONS_FEATURE]:
      options?.whenGone !== undefined || options?.keep !== undefined || options?.bandwidthKBs !== undefined,
    [EARLY_FEATURE]: options?.early !== undefined || options?.spreadS !== undefined,
    [ROLLBACK_FEATURE]: items.some(one => one.kind === 'rollback'),
    [DRY_RUN_FEATURE]: options?.dryRun !== undefined,
  }
  return taskFeatures.filter(feature => needs[feature])
}
