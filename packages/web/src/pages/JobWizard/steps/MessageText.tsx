import { type Message, messageLimits } from '@patchyard/domain'
import { Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../../../i18n/text.ts'
import css from '../fields/Fields.module.css'
import { Warning } from '../fields/Warning.tsx'
import { useWizard } from '../state/wizard-context.ts'

interface MessageTextProps {
  readonly at: string
  readonly legend: string
  readonly message: Message
  readonly children?: ReactNode
  change(message: Message): void
}

/** A message with its description. Both should be there: people without them see an empty window. */
export function MessageText({ at, legend, message, children, change }: MessageTextProps) {
  const { problemAt } = useWizard()
  const { title, text } = message
  const lacks = [title, text].filter(one => one.trim() === '').length
  return (
    <fieldset className={css.set}>
      <legend>{legend}</legend>
      <TextInput
        label={t('wizard.message')}
        maxLength={messageLimits.titleLength}
        error={problemAt(`${at}/title`)}
        value={title}
        onChange={event => change({ title: event.currentTarget.value, text })}
      />
      <Textarea
        label={t('wizard.description')}
        autosize
        minRows={2}
        maxLength={messageLimits.textLength}
        error={problemAt(`${at}/text`)}
        value={text}
        onChange={event => change({ title, text: event.currentTarget.value })}
      />
      {lacks > 0 && (
        <Warning>
          {t(
            lacks === 2
              ? 'wizard.messageEmpty'
              : title.trim() === ''
                ? 'wizard.messageNoTitle'
                : 'wizard.messageNoText',
          )}
        </Warning>
      )}
      {children}
    </fieldset>
  )
}
