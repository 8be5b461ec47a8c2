import type { JobDetail } from '@patchyard/api'
import { missingParts } from '@patchyard/domain'
import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { FailureLine } from '../../components/States/FailureLine.tsx'
import { t } from '../../i18n/text.ts'
import { ConfirmSave } from './dialogs/ConfirmSave.tsx'
import { StaleJob } from './dialogs/StaleJob.tsx'
import css from './JobWizard.module.css'
import { ReviewStep } from './review/ReviewStep.tsx'
import { missingText } from './review/missing-text.ts'
import { ScheduleStep } from './schedule/ScheduleStep.tsx'
import { draftProblems, type WizardProblem } from './state/draft-problems.ts'
import { isUnder, problemsOfRefusal } from './state/refusal-problems.ts'
import { type Wizard, WizardContext } from './state/wizard-context.ts'
import { keepDraft } from './state/wizard-memory.ts'
import { savedDefinition, type WizardState } from './state/wizard-state.ts'
import { mayGoTo, type StepId, stepLabels, stepOfPointer, stepsOf } from './state/wizard-steps.ts'
import { StepList } from './StepList.tsx'
import { AccessStep } from './steps/AccessStep.tsx'
import { ActionsStep } from './steps/ActionsStep.tsx'
import { AssetsStep } from './steps/AssetsStep.tsx'
import { BasicStep } from './steps/BasicStep.tsx'
import { OptionsStep } from './steps/OptionsStep.tsx'
import { PatchesStep } from './steps/PatchesStep.tsx'
import { isStale, useSaveJob } from './use-save-job.ts'

export interface WizardStart {
  readonly state: WizardState
  readonly step: StepId
}

interface JobWizardProps {
  readonly start: WizardStart
  /** The job that is edited, as it was read; null: a new one. */
  readonly job: JobDetail | null
  /** The key of this visit in the browser's history. */
  readonly visit: string
  /** Above the steps. */
  readonly notice?: ReactNode
  /** Reads the job anew; what is not saved is lost. */
  onReload(): void
}

const stepParts: { readonly [S in StepId]: () => ReactNode } = {
  basic: () => <BasicStep />,
  assets: () => <AssetsStep />,
  preActions: () => <ActionsStep key="pre" step="preActions" />,
  patches: () => <PatchesStep />,
  postActions: () => <ActionsStep key="post" step="postActions" />,
  schedule: () => <ScheduleStep />,
  options: () => <OptionsStep />,
  access: () => <AccessStep />,
  review: () => <ReviewStep />,
}

const noProblems: readonly WizardProblem[] = []

/** A job step by step. What is written stays in this tab until it is saved; mistakes are said at their fields. */
export function JobWizard({ start, job, visit, notice, onReload }: JobWizardProps) {
  const { clock, tabMemory } = usePorts()
  const [state, setState] = useState(start.state)
  const [step, setStep] = useState(start.step)
  // Steps that one tried to leave: their mistakes are said, those of others would come too early.
  const [tried, setTried] = useState<ReadonlySet<StepId>>(new Set())
  const [asked, setAsked] = useState(false)
  const [refused, setRefused] = useState<{ readonly of: WizardState; readonly problems: readonly WizardProblem[] }>()
  const save = useSaveJob(job)
  const body = useRef<HTMLDivElement>(null)
  const steps = stepsOf(state)
  // A start that was not touched may be over, as that of a job that ran.
  const isNewStart = job === null || state.definition.schedule !== job.definition.schedule
  const problems = useMemo(() => draftProblems(state, isNewStart ? clock.nowMs() : null), [state, isNewStart, clock])
  const wrong = useMemo(() => new Set(problems.map(one => stepOfPointer(one.at))), [problems])
  const shown = useMemo(
    () => [
      ...problems.filter(one => tried.has(stepOfPointer(one.at))),
      ...(refused?.of === state ? refused.problems : noProblems),
    ],
    [problems, tried, refused, state],
  )
  const missing = missingParts(savedDefinition(state))
  const hasChanged = state !== start.state
  useEffect(() => {
    if (hasChanged) keepDraft(tabMemory, job?.id ?? null, { visit, step, state, etag: job?.revision ?? null })
  }, [tabMemory, job, visit, step, state, hasChanged])

  const show = (next: StepId): void => {
    setStep(next)
    // The heading of the step is read out, and what follows it is next in the order of Tab.
    clock.after(0, () => body.current?.focus())
  }
  const go = (next: StepId): void => {
    setTried(new Set([...tried, step]))
    if (mayGoTo(next, steps, wrong)) return show(next)
    const first = steps.find(one => wrong.has(one))
    if (first !== undefined) {
      setTried(new Set([...tried, step, first]))
      if (first !== step) show(first)
      else clock.after(0, () => body.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    }
  }
  const at = steps.indexOf(step)
  const [before, after] = [steps[at - 1], steps[at + 1]]
  const wizard: Wizard = {
    state,
    isEdit: job !== null,
    change: part => setState(now => ({ ...now, ...part })),
    edit: part => setState(now => ({ ...now, definition: { ...now.definition, ...part } })),
    problemAt: pointer => shown.find(one => one.at === pointer)?.message,
    problemsBelow: pointer => shown.filter(one => isUnder(pointer, one.at)).map(one => one.message),
    go,
  }
  const store = (enable: boolean): void =>
    save.run(state, enable, {
      onRefused: error => {
        const found = problemsOfRefusal(error)
        if (found.length === 0) return
        setAsked(false)
        setRefused({ of: state, problems: found })
        show(stepOfPointer(found[0]?.at ?? ''))
      },
      onSaved: () => keepDraft(tabMemory, job?.id ?? null, null),
    })
  const mayStart = job === null || job.may.includes('job.start')
  const isEnabled = job?.status === 'enabled'
  return (
    <WizardContext value={wizard}>
      {notice}
      <div className={css.page}>
        <StepList steps={steps} current={step} wrong={new Set([...wrong].filter(one => tried.has(one)))} onGo={go} />
        <div className={css.main}>
          <div
            ref={body}
            className={css.body}
            tabIndex={-1}
            role="group"
            aria-label={t('wizard.stepOf', { place: at + 1, count: steps.length, step: t(stepLabels[step]) })}
          >
            {stepParts[step]()}
          </div>
          <FailureLine error={asked || isStale(save.error) ? null : save.error} />
          <div className={css.buttons}>
            {before !== undefined && (
              <Button variant="default" onClick={() => show(before)}>
                {t('wizard.previous')}
              </Button>
            )}
            {after !== undefined && <Button onClick={() => go(after)}>{t('wizard.next')}</Button>}
            {step === 'review' && !isEnabled && mayStart && (
              <Button disabled={missing.length > 0 || problems.length > 0} onClick={() => setAsked(true)}>
                {t('newJob.saveEnable')}
              </Button>
            )}
            <span className={css.end}>
              <Button
                variant="default"
                loading={save.isPending && !asked}
                onClick={() => (problems.length === 0 ? store(false) : go('review'))}
              >
                {t('newJob.save')}
              </Button>
            </span>
          </div>
          <p className={css.hint}>
            {missing.length > 0
              ? t('wizard.saveIsDraft', { missing: missingText(missing) })
              : t(isEnabled ? 'wizard.saveNextRun' : 'newJob.saveKeepsTheJobDisabledUntil')}
          </p>
        </div>
      </div>
      {asked && (
        <ConfirmSave
          busy={save.isPending}
          error={isStale(save.error) ? null : save.error}
          onConfirm={() => store(true)}
          onClose={() => setAsked(false)}
        />
      )}
      {job !== null && isStale(save.error) && (
        <StaleJob
          job={job}
          error={save.error}
          onClose={() => {
            setAsked(false)
            save.reset()
          }}
          onReload={() => {
            keepDraft(tabMemory, job.id, null)
            onReload()
          }}
        />
      )}
    </WizardContext>
  )
}
