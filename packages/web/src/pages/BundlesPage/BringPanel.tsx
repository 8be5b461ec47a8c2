import { Button, FileInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { useApi } from '../../api/use-api.ts'
import css from '../../components/Panel/rows.module.css'
import { Panel } from '../../components/Panel/Panel.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'
import { grouped } from '../../text/numbers.ts'
import { touchedByFeed } from '../FeedsPage/touched-by-feed.ts'
import { type BroughtBundle, importBundle } from './import-bundle.ts'
import { TrustKey } from './TrustKey.tsx'

const touched: readonly unknown[] = [...touchedByFeed, 'listBundles', 'listBundleKeys']
const ASK_AGAIN_MS = 2000

export function BringPanel() {
  const { client } = usePorts()
  const queries = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [sent, setSent] = useState<readonly [number, number] | null>(null)
  const [key, setKey] = useState<string | null>(null)
  const [isTrusting, setTrusting] = useState(false)
  const [stop, setStop] = useState<AbortController | null>(null)
  const bring = useMutation({
    mutationFn: async (chosen: File) => {
      const controller = new AbortController()
      setStop(controller)
      setSent(null)
      return importBundle(chosen, {
        client,
        signal: controller.signal,
        onKey: setKey,
        onProgress: (done, all) => setSent([done, all]),
      })
    },
    onSettled: () => queries.invalidateQueries({ predicate: query => touched.includes(query.queryKey[0]) }),
  })
  const isStopped = bring.isError && stop?.signal.aborted === true
  const isUnknown = bring.isError && (bring.error as { code?: unknown }).code === 'bundle_key_unknown'
  return (
    <Panel title={t('bundles.bring')}>
      <div className={css.stack}>
        <p>{t('bundles.bringText')}</p>
        <FileInput
          label={t('bundles.file')}
          placeholder={t('bundles.chooseFile')}
          accept=".tar,application/x-tar"
          value={file}
          disabled={bring.isPending}
          onChange={chosen => {
            setFile(chosen)
            bring.reset()
          }}
        />
        <div className={css.actions}>
          <Button
            loading={bring.isPending}
            disabled={file === null}
            onClick={() => {
              if (file !== null) bring.mutate(file)
            }}
          >
            {t('bundles.import')}
          </Button>
          {bring.isPending && (
            <Button variant="default" onClick={() => stop?.abort()}>
              {t('bundles.stop')}
            </Button>
          )}
        </div>
        <div role="status">
          {bring.isPending && sent !== null && (
            <p>{t('bundles.sending', { sent: grouped(sent[0]), all: grouped(sent[1]) })}</p>
          )}
          {isStopped && <p>{t('bundles.stopped')}</p>}
          {bring.data !== undefined && <Reading of={bring.data} />}
        </div>
        {!isStopped && <FailureLine error={bring.error} />}
        {isUnknown && key !== null && (
          <div>
            <Button variant="default" onClick={() => setTrusting(true)}>
              {t('bundles.trustIt')}
            </Button>
          </div>
        )}
      </div>
      {isTrusting && key !== null && <TrustKey of={key} onClose={() => setTrusting(false)} />}
    </Panel>
  )
}

/** After it was sent: how much of it the server has read. */
function Reading({ of }: { readonly of: BroughtBundle }) {
  const { id } = of.bundle
  const read = useApi('getBundle', { params: { id } }, { again: answer => (answer.waiting > 0 ? ASK_AGAIN_MS : false) })
  const bundle = read.data ?? of.bundle
  return (
    <>
      <p>
        {t('bundles.isWhole', {
          documents: t('feed.documentCount', { count: bundle.documents }),
          skipped: grouped(of.skipped),
        })}
      </p>
      <p>
        {bundle.waiting > 0
          ? t('bundles.reading', { waiting: grouped(bundle.waiting), documents: grouped(bundle.documents) })
          : t('bundles.read')}
      </p>
      {bundle.failed + bundle.held > 0 && (
        <p>{t('bundles.readBadly', { failed: grouped(bundle.failed), held: grouped(bundle.held) })}</p>
      )}
    </>
  )
}
