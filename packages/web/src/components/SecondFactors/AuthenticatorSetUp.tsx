import { Button } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Buttons } from '../Form/Buttons.tsx'
import { Form, FormBody } from '../Form/Form.tsx'
import { useAction } from '../../api/use-api.ts'
import { CopyField } from '../CopyField/CopyField.tsx'
import { FailureLine } from '../States/FailureLine.tsx'
import { Loading } from '../States/Loading.tsx'
import { CodeInput } from './CodeInput.tsx'
import { QrPicture } from './QrPicture.tsx'
import css from './SecondFactors.module.css'
import { t } from '../../i18n/text.ts'

interface AuthenticatorSetUpProps {
  /** The app is on; these recovery codes are shown this once. */
  onDone(recoveryCodes: readonly string[]): void
  onBack(): void
}

/** A secret for an authenticator app, as a picture and as text, and the first code that proves that it arrived. */
export function AuthenticatorSetUp({ onDone, onBack }: AuthenticatorSetUpProps) {
  const start = useAction('startTotp', [])
  const confirm = useAction('confirmTotp', ['getSecondFactors'])
  const [code, setCode] = useState('')
  const { mutate } = start
  const hasBegun = useRef(false)
  useEffect(() => {
    // Each beginning makes a new secret: one is enough.
    if (!hasBegun.current) mutate({})
    hasBegun.current = true
  }, [mutate])

  const submit = (): void => {
    confirm.mutate({ body: { code } }, { onSuccess: ({ codes }) => onDone(codes) })
  }
  if (start.data === undefined)
    return (
      <FormBody>
        {start.isError ? <FailureLine error={start.error} /> : <Loading what={t('factors.theSecret')} />}
        <Buttons onBack={onBack} />
      </FormBody>
    )
  return (
    <Form onSubmit={submit}>
      <p className={css.text}>{t('factors.scanThis')}</p>
      <QrPicture text={start.data.uri} label={t('factors.qrOfTheSecret')} />
      <CopyField label={t('factors.secret')} value={start.data.secret} hint={t('factors.typeItInstead')} />
      <CodeInput value={code} onChange={setCode} />
      <FailureLine error={confirm.error} />
      <Buttons onBack={onBack}>
        <Button type="submit" loading={confirm.isPending}>
          {t('factors.switchItOn')}
        </Button>
      </Buttons>
    </Form>
  )
}
