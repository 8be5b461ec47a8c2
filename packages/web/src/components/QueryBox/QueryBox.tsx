import { ActionIcon } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlayerPlay, IconX } from '@tabler/icons-react'
import { check, type CheckResult, type Entity } from '@patchyard/query'
import { lazy, type ReactNode, type RefObject, Suspense, useCallback, useId, useMemo, useState } from 'react'
import { usePorts } from '../../api/ports.ts'
import { t } from '../../i18n/text.ts'
import { shownText } from '../../text/shown-text.ts'
import type { AskCompletion } from './completion-source.ts'
import { ProblemList } from './ProblemList.tsx'
import css from './QueryBox.module.css'
import { isUnfinished } from './unfinished.ts'
import type { EditorHandle } from './QueryEditor.tsx'

const PAUSE_MS = 600
const nothing: Pick<CheckResult, 'errors' | 'warnings'> = { errors: [], warnings: [] }

const QueryEditor = lazy(() => import('./QueryEditor.tsx'))

interface QueryBoxProps {
  readonly entity: Entity
  readonly ofInstallation?: true | undefined
  /** About a past instant. */
  readonly past?: boolean
  readonly label: string
  /** What the empty box says. */
  readonly hint: string
  /** The query that the list shows. */
  readonly query: string
  readonly handle: RefObject<EditorHandle | null>
  readonly startsFocused?: boolean
  /** Before the text. */
  readonly icon: ReactNode
  /** Behind it. */
  readonly children?: ReactNode
  onRun(text: string): void
  /** Inside a form, which takes the text as it is written: nothing is run. */
  readonly onDraft?: (text: string) => void
  onLeave(): void
  /** Takes the box away. */
  readonly onClose?: () => void
}

/** A query as one writes it: runs with Enter, and says beneath what is wrong with it. */
export function QueryBox(props: QueryBoxProps) {
  const { entity, ofInstallation, past = false, label, query, handle } = props
  const { client } = usePorts()
  const id = useId()
  const [draft, setDraft] = useState(query)
  const [given, setGiven] = useState(query)
  // The query changed by other means: a facet, a saved search, the back button.
  if (given !== query) {
    setGiven(query)
    setDraft(query)
  }
  const isRun = draft === query
  // What one is still writing is seldom right yet: its problems wait for a pause.
  const [rested] = useDebouncedValue(draft, PAUSE_MS)
  const told = isRun ? draft : rested
  const found = useMemo(() => check(told, { entity, past }), [told, entity, past])
  const { errors, warnings } = useMemo(() => {
    if (told !== draft) return nothing
    return isRun ? found : { ...found, errors: found.errors.filter(problem => !isUnfinished(problem, told)) }
  }, [found, told, draft, isRun])
  const ask: AskCompletion = useCallback(
    (text, position, signal) =>
      client.call('completeQuery', {
        body: { entity, text, position, ...(ofInstallation && { ofInstallation }) },
        signal,
      }),
    [client, entity, ofInstallation],
  )
  const isInForm = props.onDraft !== undefined
  const write = (text: string): void => {
    setDraft(text)
    props.onDraft?.(text)
  }
  const run = (text: string): void => {
    if (!isInForm) setGiven(text)
    props.onRun(text)
  }
  const empty = (): void => {
    write('')
    run('')
    handle.current?.focus()
  }
  return (
    <div className={css.whole}>
      <div className={css.box} data-focus-frame data-wrong={errors.length > 0 || undefined}>
        <span className={css.icon}>{props.icon}</span>
        <Suspense fallback={<span className={css.waiting}>{draft === '' ? props.hint : shownText(draft)}</span>}>
          <QueryEditor
            entity={entity}
            label={label}
            hint={props.hint}
            describedBy={id}
            text={draft}
            errors={errors}
            warnings={warnings}
            startsFocused={props.startsFocused === true}
            handle={handle}
            ask={ask}
            onChange={write}
            onRun={() => run(draft)}
            onLeave={props.onLeave}
          />
        </Suspense>
        {draft !== '' && props.onClose === undefined && (
          <ActionIcon size="sm" aria-label={t('query.empty')} onClick={empty}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )}
        {props.onClose !== undefined && (
          <ActionIcon size="sm" aria-label={t('query.closeSecond')} onClick={props.onClose}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        )}
        {!isInForm && (
          <ActionIcon size="sm" aria-label={t('query.run')} data-new={!isRun || undefined} onClick={() => run(draft)}>
            <IconPlayerPlay size={14} aria-hidden />
          </ActionIcon>
        )}
        {props.children}
      </div>
      <div id={id} role="status">
        <ProblemList
          text={draft}
          errors={errors}
          warnings={warnings}
          onFix={text => {
            write(text)
            // One click mends and runs, as long as nothing else is wrong.
            if (check(text, { entity, past }).errors.length === 0) run(text)
            handle.current?.focus()
          }}
        />
      </div>
    </div>
  )
}
