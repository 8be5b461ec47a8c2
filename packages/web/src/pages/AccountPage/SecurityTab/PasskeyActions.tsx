import type { Passkey, SecondFactors } from '@patchyard/api'
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Buttons } from '../../../components/Form/Buttons.tsx'
import { Form } from '../../../components/Form/Form.tsx'
import { useAction } from '../../../api/use-api.ts'
import { AskButton } from '../../../components/Dialog/AskButton.tsx'
import { Dialog } from '../../../components/Dialog/Dialog.tsx'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { Sentence } from '../../../components/Sentence/Sentence.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { shownText } from '../../../text/shown-text.ts'
import { consequence } from './last-factor.ts'
import { t } from '../../../i18n/text.ts'

export function RenamePasskey({ passkey }: { readonly passkey: Passkey }) {
  const [title, setTitle] = useState<string | null>(null)
  const rename = useAction('renamePasskey', ['getSecondFactors'])
  const submit = (): void => {
    rename.mutate(
      { params: { id: passkey.id }, body: { title: (title ?? '').trim() } },
      { onSuccess: () => setTitle(null) },
    )
  }
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('account.rename', { title: shownText(passkey.title, 80) })}
        onClick={() => setTitle(passkey.title)}
      >
        {t('account.rename2')}
      </Button>
      {title !== null && (
        <Dialog title={t('account.renameThePasskey')} size="sm" onClose={() => setTitle(null)}>
          <Form onSubmit={submit}>
            <TextInput
              label={t('factors.passkeyTitle')}
              required
              withAsterisk={false}
              maxLength={120}
              value={title}
              onChange={event => setTitle(event.currentTarget.value)}
              data-autofocus
            />
            <FailureLine error={rename.error} />
            <Buttons onBack={() => setTitle(null)}>
              <Button type="submit" loading={rename.isPending} disabled={title.trim() === ''}>
                {t('account.save')}
              </Button>
            </Buttons>
          </Form>
        </Dialog>
      )}
    </>
  )
}

export function RemovePasskey({ passkey, factors }: { readonly passkey: Passkey; readonly factors: SecondFactors }) {
  const remove = useAction('removePasskey', ['getSecondFactors'])
  const last = consequence(factors)
  return (
    <AskButton
      label={t('account.remove2')}
      labelOf={t('account.remove', { title: shownText(passkey.title, 80) })}
      look="inRow"
      title={t('account.removeThePasskey')}
      confirm={t('account.remove3')}
      action={remove}
      run={close => remove.mutate({ params: { id: passkey.id } }, { onSuccess: close })}
    >
      <p>
        <Sentence text="account.removeText" parts={{ title: <Reported text={passkey.title} wrap /> }} />
      </p>
      {last !== null && <p>{t(last)}</p>}
    </AskButton>
  )
}
