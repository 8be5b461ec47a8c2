import {
  type ActionKind,
  actionLimits,
  actionsOf,
  interpretersOf,
  type JobAction,
  type JobPlatform,
} from '@patchyard/domain'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import { t } from '../../../i18n/text.ts'
import css from '../fields/Fields.module.css'
import { NumberField } from '../fields/NumberField.tsx'
import { actionLabels } from '../state/labels.ts'
import { newAction } from '../state/new-action.ts'
import { ActionDetails } from './ActionDetails.tsx'

interface ActionFieldsProps {
  readonly action: JobAction
  /** 1, 2, 3 … */
  readonly place: number
  readonly count: number
  readonly platform: JobPlatform
  problemAt(member: string): string | undefined
  change(action: JobAction): void
  move(by: -1 | 1): void
  remove(): void
}

/** One action: what it is called, what sort it is, and what that sort needs. */
export function ActionFields({ action, place, count, platform, problemAt, change, move, remove }: ActionFieldsProps) {
  const { min, max } = actionLimits.timeoutS
  return (
    <fieldset className={css.set}>
      <legend>{t('wizard.actionAt', { place })}</legend>
      <div className={css.pairs}>
        <NativeSelect
          label={t('wizard.action')}
          error={problemAt('/kind')}
          data={actionsOf[platform].map(kind => ({ value: kind, label: t(actionLabels[kind]) }))}
          value={action.kind}
          onChange={event => {
            const kind = event.currentTarget.value as ActionKind
            change(newAction(kind, interpretersOf[platform][0] ?? 'sh', place, action.timeoutS))
          }}
        />
        <TextInput
          label={t('column.name')}
          maxLength={actionLimits.nameLength}
          error={problemAt('/name')}
          value={action.name}
          onChange={event => change({ ...action, name: event.currentTarget.value })}
        />
        <NumberField
          label={t('wizard.timeLimit')}
          description={t('wizard.timeLimitMore', { min, max })}
          unit={t('wizard.seconds')}
          error={problemAt('/timeoutS')}
          value={action.timeoutS}
          onChange={timeoutS => change({ ...action, timeoutS: timeoutS ?? Number.NaN })}
        />
      </div>
      <ActionDetails action={action} platform={platform} problemAt={problemAt} change={change} />
      <div className={css.row}>
        <Button
          size="compact-sm"
          variant="default"
          disabled={place === 1}
          leftSection={<IconArrowUp size={14} aria-hidden />}
          aria-label={t('wizard.moveUp', { place })}
          onClick={() => move(-1)}
        >
          {t('wizard.up')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          disabled={place === count}
          leftSection={<IconArrowDown size={14} aria-hidden />}
          aria-label={t('wizard.moveDown', { place })}
          onClick={() => move(1)}
        >
          {t('wizard.down')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconTrash size={14} aria-hidden />}
          aria-label={t('wizard.removeAction', { place })}
          onClick={remove}
        >
          {t('wizard.remove')}
        </Button>
      </div>
    </fieldset>
  )
}
