import type { Job } from '@patchyard/api'
import { useList } from '../../../api/use-api.ts'
import { Picker } from '../../../components/Picker/Picker.tsx'
import { usePicker } from '../../../components/Picker/use-picker.ts'
import { Reported } from '../../../components/Reported/Reported.tsx'
import { queryForSearch } from '../../../frame/query-for-search.ts'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import { patchPlatforms } from '../state/asset-query.ts'
import { useWizard } from '../state/wizard-context.ts'

const MOST_OFFERED = 6

/** The job whose frozen patches this one takes. */
export function JobChoice({ job }: { readonly job: string }) {
  const { state, change } = useWizard()
  const picking = usePicker()
  const platform = `platform:${patchPlatforms[state.definition.platform]}`
  const search = queryForSearch(picking.search)
  const list = useList(
    'listJobs',
    { query: { sort: 'name', query: search === '' ? platform : `${platform} and ${search}` } },
    { limit: MOST_OFFERED * 2, enabled: job === '' },
  )
  return (
    <Picker<Job>
      picking={picking}
      label={t('wizard.jobToFollow')}
      chosenLabel={t('wizard.jobToFollow')}
      chosen={job === '' ? null : <Reported text={state.names[job] ?? job} wrap />}
      another={t('wizard.anotherJob')}
      found={list.rows.filter(one => one.mayOpen).slice(0, MOST_OFFERED)}
      list={list}
      offersLabel={t('wizard.jobsFound')}
      noneFound={t('wizard.noJobFound')}
      onChoose={row =>
        change({
          names: row === null ? state.names : { ...state.names, [row.id]: row.name },
          definition: { ...state.definition, patches: { from: 'job', job: row?.id ?? '' } },
        })
      }
      renderOffer={row => (
        <>
          <bdi>{shownText(row.name, 120)}</bdi>
          <span className="quiet">
            {t('count.patch', { count: row.patchCount })}, {shownText(row.owner ?? t('jobPeople.nobodyYet'), 80)}
          </span>
        </>
      )}
    />
  )
}
