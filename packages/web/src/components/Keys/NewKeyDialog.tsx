import { Button, TextInput } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { Dialog } from '../Dialog/Dialog.tsx'
import { FailureLine } from '../States/FailureLine.tsx'
import css from './key-dialog.module.css'
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
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    props.onSubmit()
  }
  return (
    <Dialog onClose={props.onClose} title={props.heading}>
      <form className={css.form} onSubmit={submit}>
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
        <div className={css.buttons}>
          <Button variant="default" onClick={props.onClose}>
            {t('keys.goBack')}
          </Button>
          <Button
            type="submit"
            loading={props.create.isPending}
            disabled={props.title.trim() === '' || props.isReady === false}
          >
            {t('keys.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
