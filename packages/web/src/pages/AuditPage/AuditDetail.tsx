import type { AuditEvent } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { Time } from '../../components/Time/Time.tsx'
import { t } from '../../i18n/text.ts'
import css from './AuditPage.module.css'
import { actorText, wayText } from './actor-text.ts'
import { changedMembers } from './changed-members.ts'

/** One row whole: who, when, and each member that changed, before and after. */
export function AuditDetail({ event }: { readonly event: AuditEvent }) {
  const [isOpen, setOpen] = useState(false)
  const title = t('audit.row', { action: event.action, n: event.n })
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('audit.detailsOf', { title })}
        onClick={() => setOpen(true)}
      >
        {t('audit.details')}
      </Button>
      {isOpen && (
        <Dialog title={title} size="lg" onClose={() => setOpen(false)}>
          <div className={css.detail}>
            <p>
              <Sentence
                text="audit.byWhen"
                parts={{ actor: <Reported text={actorText(event)} wrap />, at: <Time at={event.at} as="exact" /> }}
              />{' '}
              {wayText(event)}
            </p>
            <p className={css.object}>
              <Reported text={event.object} wrap />
            </p>
            <SmallTable
              label={t('audit.changes')}
              heads={[t('audit.member'), t('audit.before'), t('audit.after')]}
              rows={changedMembers(event.detail).map(({ name, before, after }) => [name, before ?? '–', after ?? '–'])}
              none={t('audit.noDetail')}
            />
            <p className={css.hash}>
              {t('audit.hash')} <code>{event.hash}</code>
            </p>
          </div>
        </Dialog>
      )}
    </>
  )
}
