import { Button, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { Buttons } from '../Form/Buttons.tsx'
import { Form } from '../Form/Form.tsx'
import { Dialog } from '../Dialog/Dialog.tsx'
import { FailureLine } from '../States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'

interface NewKeyDialogProps {
  readonly heading: string
  readonly title: string
  readonly titleHint: string
  readonly onTitle: (title: string) => void
  readonly create: { readonly error: Error | null; readonly isPending: boolean }
  readonly onSubmit: () => void
  readonly onClose: () => void
  /** false: the fields behind the title are not complete. */
  readonly isReady?: boolean
  /** The fields behind the title. */
  readonly children: ReactNode
}

/** What making a key of any kind asks first: a title, then what the kind needs. */
export function NewKeyDialog(props: NewKeyDialogProps) {
  return (
    <Dialog onClose={props.onClose} title={props.heading}>
      <Form onSubmit={props.onSubmit}>
        <TextInput
          label={t('keys.title')}
          description={props.titleHint}
          required
          withAsterisk={false}
          maxLength={120}
          value={props.title}
          onChange={event => props.onTitle(event.currentTarget.value)}
          data-autofocus
        />
        {props.children}
        <FailureLine error={props.create.error} />
        <Buttons onBack={props.onClose}>
          <Button
            type="submit"
            loading={props.create.isPending}
            disabled={props.title.trim() === '' || props.isReady === false}
          >
            {t('keys.create')}
          </Button>
        </Buttons>
      </Form>
    </Dialog>
  )
}
