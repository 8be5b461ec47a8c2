import type { FeedDocument } from '@patchyard/api'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../components/Dialog/Dialog.tsx'
import { Buttons } from '../../components/Form/Buttons.tsx'
import { FormBody } from '../../components/Form/Form.tsx'
import { Reported } from '../../components/Reported/Reported.tsx'
import { Sentence } from '../../components/Sentence/Sentence.tsx'
import { SmallTable } from '../../components/SmallTable/SmallTable.tsx'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import { shownText } from '../../text/shown-text.ts'

/** How many entries were not taken; press it for the first reasons. */
export function Rejections({ of }: { readonly of: FeedDocument }) {
  const [isOpen, setOpen] = useState(false)
  if (of.rejected === 0) return '0'
  const count = grouped(of.rejected)
  return (
    <>
      <Button
        size="compact-sm"
        variant="light"
        aria-label={t('feed.rejectedIn', { name: shownText(of.part, 80), count })}
        onClick={() => setOpen(true)}
      >
        {count}
      </Button>
      {isOpen && <RejectionDialog of={of} onClose={() => setOpen(false)} />}
    </>
  )
}

function RejectionDialog({ of, onClose }: { readonly of: FeedDocument; readonly onClose: () => void }) {
  const isCut = of.rejections.length < of.rejected
  return (
    <Dialog title={t('feed.rejectedTitle')} size="lg" onClose={onClose}>
      <FormBody>
        <p>
          <Sentence text="feed.rejectedText" parts={{ name: <Reported text={of.part} wrap /> }} />
        </p>
        <SmallTable
          label={t(isCut ? 'feed.rejectedFirst' : 'feed.rejectedTitle')}
          heads={[t('feed.where'), t('feed.reason')]}
          rows={of.rejections.map(one => [one.where, one.reason])}
          none={t('feed.noReasons')}
          look="whole"
        />
        <Buttons>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('feed.close')}
          </Button>
        </Buttons>
      </FormBody>
    </Dialog>
  )
}
