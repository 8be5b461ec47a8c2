import type { ActionKind, JobAction, ScriptInterpreter } from '@patchyard/domain'
import { t } from '../../../i18n/text.ts'
import { actionLabels } from './labels.ts'

/** An action of a kind with nothing filled in. */
export function newAction(
  kind: ActionKind,
  interpreter: ScriptInterpreter,
  place: number,
  timeoutS: number,
): JobAction {
  const named = { name: t('wizard.actionName', { what: t(actionLabels[kind]), place }), timeoutS }
  switch (kind) {
    case 'script':
      return { kind, ...named, interpreter, script: '' }
    case 'install':
      return { kind, ...named, packages: [], file: null }
    case 'uninstall':
      return { kind, ...named, packages: [] }
    case 'service':
      return { kind, ...named, service: '', operation: 'restart' }
    case 'registry':
      return { kind, ...named, key: '', value: '', type: 'string', data: '' }
  }
}

/** Names one to a line, as people write them into a box. */
export const namesIn = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
