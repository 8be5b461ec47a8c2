import type { Asset, Patch } from '@patchyard/api'
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { useAction } from '../../api/use-api.ts'
import { ConfirmDialog } from '../../components/Dialog/ConfirmDialog.tsx'
import { Panel } from '../../components/Panel/Panel.tsx'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { NoPermission } from '../../components/States/NoPermission.tsx'
import { PageHeader } from '../../frame/PageHeader/PageHeader.tsx'
import { useCan } from '../../frame/Session/session-context.ts'
import { assetPickerColumns, assetPickerShape, patchPickerColumns, patchPickerShape } from './picker-columns.tsx'
import { ChosenList } from './ChosenList.tsx'
import { type DraftAsset, type DraftPatch, type JobDraft, readDraft } from './job-draft.ts'
import { defaultOptions, JobOptionsForm } from './JobOptionsForm.tsx'
import css from './NewJobPage.module.css'
import { Picker } from './Picker.tsx'
import { ReviewText } from './ReviewText.tsx'
import { reviewOf, suggestedName } from './review-text.ts'
import { t } from '../../i18n/text.ts'

const toAsset = ({ id, name }: DraftAsset): DraftAsset => ({ id, name })
const toPatch = ({ id, key, title, rebootSuggested }: DraftPatch): DraftPatch => ({ id, key, title, rebootSuggested })
const byId = <Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> =>
  new Map(rows.map(row => [row.id, row]))

/** An on-demand deployment job: what goes where, what may happen, and then Save or Save & Enable. */
export function NewJobPage() {
  const can = useCan()
  const navigate = useNavigate()
  const [draft, setDraft] = useState<JobDraft>(readDraft(useLocation().state))
  const [ownName, setOwnName] = useState<string | null>(null)
  const [options, setOptions] = useState(defaultOptions)
  const [open, setOpen] = useState<'assets' | 'patches' | 'confirm' | null>(null)
  const create = useAction('createJob', ['listJobs'])
  const name = ownName ?? suggestedName(draft)
  const review = reviewOf(draft, options)
  const isComplete = draft.assets.length > 0 && draft.patches.length > 0 && name.trim() !== ''

  const save = (enable: boolean): void =>
    create.mutate(
      {
        body: {
          name: name.trim(),
          assets: draft.assets.map(asset => asset.id),
          patches: draft.patches.map(patch => patch.id),
          options,
          enable,
        },
      },
      { onSuccess: job => void navigate(`/jobs/${job.id}`, { replace: true }) },
    )

  if (!can('job.write')) return <NoPermission what={t('newJob.makingJobsNeedsARoleThat')} />
  return (
    <>
      <PageHeader title={t('newJob.newDeploymentJob')} parent={{ to: '/jobs', label: t('newJob.jobs') }} />
      <form className={css.page} onSubmit={event => event.preventDefault()}>
        <div className={css.form}>
          <TextInput
            label={t('newJob.name')}
            required
            withAsterisk={false}
            maxLength={120}
            value={name}
            onChange={event => setOwnName(event.currentTarget.value)}
          />
          <ChosenList
            title="newJob.patches"
            choose="newJob.choosePatches"
            none="newJob.noPatch"
            noun="count.patch"
            rows={draft.patches.map(patch => ({
              id: patch.id,
              name: patch.title,
              ...(patch.rebootSuggested ? { note: t('newJob.suggestsAReboot') } : {}),
            }))}
            onChoose={() => setOpen('patches')}
            onRemove={id => setDraft({ ...draft, patches: draft.patches.filter(patch => patch.id !== id) })}
          />
          <ChosenList
            title="newJob.assets"
            choose="newJob.chooseAssets"
            none="newJob.noAsset"
            noun="count.asset"
            rows={draft.assets}
            onChoose={() => setOpen('assets')}
            onRemove={id => setDraft({ ...draft, assets: draft.assets.filter(asset => asset.id !== id) })}
          />
          <JobOptionsForm options={options} change={part => setOptions({ ...options, ...part })} />
        </div>
        <div className={css.side}>
          <Panel title={t('newJob.review')}>
            <ReviewText review={review} />
            <FailureLine error={open === 'confirm' ? null : create.error} />
            <div className={css.buttons}>
              <Button disabled={!isComplete} onClick={() => setOpen('confirm')}>
                {t('newJob.saveEnable')}
              </Button>
              <Button variant="default" disabled={!isComplete} loading={create.isPending} onClick={() => save(false)}>
                {t('newJob.save')}
              </Button>
            </div>
            <p className={css.hint}>
              {isComplete ? t('newJob.saveKeepsTheJobDisabledUntil') : t('newJob.aJobNeedsANameAt')}
            </p>
          </Panel>
        </div>
      </form>
      {open === 'confirm' && (
        <ConfirmDialog
          title={t('newJob.startThisJobNow')}
          confirm={t('newJob.saveEnable')}
          danger={review.mayReboot}
          busy={create.isPending}
          error={create.error}
          onConfirm={() => save(true)}
          onClose={() => setOpen(null)}
        >
          <ReviewText review={review} />
        </ConfirmDialog>
      )}
      {open === 'patches' && (
        <Picker
          route="listPatches"
          noun="count.patch"
          many="patches"
          shape={patchPickerShape}
          columns={patchPickerColumns}
          chosen={byId(draft.patches as readonly Patch[])}
          keyOf={patch => patch.id}
          nameOf={patch => patch.title}
          onClose={() => setOpen(null)}
          onDone={chosen => {
            setDraft({ ...draft, patches: [...chosen.values()].map(toPatch) })
            setOpen(null)
          }}
        />
      )}
      {open === 'assets' && (
        <Picker
          route="listAssets"
          noun="count.asset"
          many="assets"
          shape={assetPickerShape}
          columns={assetPickerColumns}
          chosen={byId(draft.assets as readonly Asset[])}
          keyOf={asset => asset.id}
          nameOf={asset => asset.name}
          onClose={() => setOpen(null)}
          onDone={chosen => {
            setDraft({ ...draft, assets: [...chosen.values()].map(toAsset) })
            setOpen(null)
          }}
        />
      )}
    </>
  )
}
