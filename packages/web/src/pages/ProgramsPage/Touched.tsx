import type { ProgramMappingQuestion } from '@patchyard/api'
import { useApi } from '../../api/use-api.ts'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'

/** On how many assets something changes, in the whole subscription: a mapping knows no scope. */
export function Touched({ by }: { readonly by: ProgramMappingQuestion }) {
  const preview = useApi('previewProgramMapping', { body: by }, { keepsBefore: true })
  const told = preview.data
  return (
    <div role="status" aria-label={t('programs.touches')} aria-busy={preview.isPlaceholderData}>
      <FailureLine error={preview.error} />
      {told === undefined && preview.error === null && <p className="quiet">{t('programs.counting')}</p>}
      {told !== undefined && (
        <p>
          {t('programs.touchesText', {
            assets: t('count.asset', { count: told.assetCount }),
            versions: t('programs.inVersions', { count: told.versions }),
          })}{' '}
          {t('programs.wouldMiss', { count: told.missingAssetCount })}
        </p>
      )}
    </div>
  )
}
