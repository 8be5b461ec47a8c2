import type { AssetsImported } from '@patchyard/api'
import { Button, Textarea } from '@mantine/core'
import { useRef, useState } from 'react'
import { useAction } from '../../../api/use-api.ts'
import { Dialog } from '../../../components/Dialog/Dialog.tsx'
import { Buttons } from '../../../components/Form/Buttons.tsx'
import { FormBody } from '../../../components/Form/Form.tsx'
import { SmallTable } from '../../../components/SmallTable/SmallTable.tsx'
import { FailureLine } from '../../../components/States/FailureLine.tsx'
import { t } from '../../../i18n/text.ts'
import { MOST_ASSETS } from '../job-draft.ts'
import { useWizard } from '../state/wizard-context.ts'

interface ImportAssetsProps {
  /** Ids that are chosen already. */
  readonly taken: readonly string[]
  onDone(assets: AssetsImported['assets']): void
  onClose(): void
}

/** The button that was pressed is another one now: the focus goes to what was found. */
const takeFocus = (element: HTMLElement | null): void => element?.focus()

/** As much as the server reads. */
const LONGEST = 500_000

/** A list of names or ids, pasted or from a file: first what it means, then into the job. */
export function ImportAssets({ taken, onDone, onClose }: ImportAssetsProps) {
  const { platform } = useWizard().state.definition
  const [csv, setCsv] = useState('')
  const read = useAction('importAssets', [])
  const file = useRef<HTMLInputElement>(null)
  const write = (text: string): void => {
    setCsv(text)
    read.reset()
  }
  const found = read.data
  const added = found?.assets.filter(asset => !taken.includes(asset.id)) ?? []
  const tooMany = taken.length + added.length > MOST_ASSETS
  return (
    <Dialog title={t('wizard.importAssets')} size="lg" onClose={onClose}>
      <FormBody>
        <Textarea
          label={t('wizard.csv')}
          description={t('wizard.csvMore')}
          autosize
          minRows={6}
          maxRows={14}
          maxLength={LONGEST}
          spellCheck={false}
          value={csv}
          onChange={event => write(event.currentTarget.value)}
        />
        <div>
          <input
            ref={file}
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            hidden
            aria-label={t('wizard.csvFile')}
            onChange={event => {
              const [chosen] = event.currentTarget.files ?? []
              if (chosen !== undefined) void chosen.text().then(text => write(text.slice(0, LONGEST)))
            }}
          />
          <Button size="compact-sm" variant="default" onClick={() => file.current?.click()}>
            {t('wizard.csvFile')}
          </Button>
        </div>
        <FailureLine error={read.error} />
        {found !== undefined && (
          <div role="status" ref={takeFocus} tabIndex={-1}>
            <p>
              <strong>{t('wizard.importFound', { count: found.assets.length, added: added.length })}</strong>
            </p>
            {found.problems.length > 0 && (
              <SmallTable
                label={t('wizard.importProblems')}
                heads={[t('wizard.line'), t('wizard.lineText'), t('wizard.lineProblem')]}
                rows={found.problems.map(one => [String(one.line), one.text, one.message])}
                none="–"
              />
            )}
            {found.more && <p className="quiet">{t('wizard.importMore')}</p>}
            {tooMany && (
              <p className="bad">{t('newJob.aJobTakesAtMost', { noun: t('count.asset', { count: MOST_ASSETS }) })}</p>
            )}
          </div>
        )}
        <Buttons onBack={onClose}>
          {found === undefined ? (
            <Button
              disabled={csv.trim() === ''}
              loading={read.isPending}
              onClick={() => read.mutate({ body: { csv, platform } })}
            >
              {t('wizard.importCheck')}
            </Button>
          ) : (
            <Button disabled={added.length === 0 || tooMany} onClick={() => onDone(added)}>
              {t('wizard.importTake', { count: added.length })}
            </Button>
          )}
        </Buttons>
      </FormBody>
    </Dialog>
  )
}
