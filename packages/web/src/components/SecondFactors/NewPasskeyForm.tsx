import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Buttons } from '../Form/Buttons.tsx'
import { Form } from '../Form/Form.tsx'
import { useMakePasskey } from '../../api/use-passkeys.ts'
import { FailureLine } from '../States/FailureLine.tsx'
import css from './SecondFactors.module.css'
import { t } from '../../i18n/text.ts'

interface NewPasskeyFormProps {
  onDone(): void
  onBack(): void
}

/** Asks the browser for a passkey, under a title that tells it from others. */
export function NewPasskeyForm({ onDone, onBack }: NewPasskeyFormProps) {
  const [title, setTitle] = useState('')
  const make = useMakePasskey()
  const submit = (): void => {
    make.mutate(title.trim(), { onSuccess: onDone })
  }
  return (
    <Form onSubmit={submit}>
      <p className={css.text}>{t('factors.whatAPasskeyIs')}</p>
      <TextInput
        label={t('factors.passkeyTitle')}
        description={t('factors.passkeyTitleHint')}
        required
        withAsterisk={false}
        maxLength={120}
        value={title}
        onChange={event => setTitle(event.currentTarget.value)}
        data-autofocus
      />
      <FailureLine error={make.error} />
      <Buttons onBack={onBack}>
        <Button type="submit" loading={make.isPending} disabled={title.trim() === ''}>
          {t('factors.makeIt')}
        </Button>
      </Buttons>
    </Form>
  )
}
