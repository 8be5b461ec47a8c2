import { TextInput } from '@mantine/core'
import { useFirstFocus } from './use-first-focus.ts'
import { t } from '../../i18n/text.ts'

interface CodeInputProps {
  readonly value: string
  onChange(value: string): void
}

/** Six digits of an authenticator app; blanks between them, as some apps show them, are taken out. */
export function CodeInput({ value, onChange }: CodeInputProps) {
  const field = useFirstFocus<HTMLInputElement>()
  return (
    <TextInput
      label={t('factors.code')}
      description={t('factors.sixDigitsOfTheApp')}
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9]{6}"
      title={t('factors.sixDigits')}
      required
      withAsterisk={false}
      maxLength={12}
      value={value}
      onChange={event => onChange(event.currentTarget.value.replace(/[\s-]/g, ''))}
      data-autofocus
      ref={field}
    />
  )
}

export function RecoveryCodeInput({ value, onChange }: CodeInputProps) {
  const field = useFirstFocus<HTMLInputElement>()
  return (
    <TextInput
      label={t('factors.recoveryCode')}
      description={t('factors.eachWorksOnce')}
      autoComplete="off"
      spellCheck={false}
      minLength={16}
      maxLength={40}
      required
      withAsterisk={false}
      value={value}
      onChange={event => onChange(event.currentTarget.value)}
      data-autofocus
      ref={field}
    />
  )
}
