import type { Supersedence, SupersedenceNode } from '@patchyard/api'
import { useEffect, useMemo, useRef } from 'react'
import { Link } from 'react-router'
import { DeprecatedMark } from '../../../components/Status/RiskMarks.tsx'
import { t } from '../../../i18n/text.ts'
import { shownText } from '../../../text/shown-text.ts'
import { type DrawnEdge, layoutGraph, NODE } from './layout-graph.ts'
import { edgeText } from './edge-text.ts'
import css from './SupersedenceGraph.module.css'

/** Nodes are links of the page, one after the other by Tab, the newest first; lines lie behind them and are told by the table below. */
export function SupersedenceGraph({ of }: { readonly of: Supersedence }) {
  const layout = useMemo(
    () =>
      layoutGraph(
        of.nodes.map(node => node.key),
        of.edges,
      ),
    [of],
  )
  const frame = useRef<HTMLDivElement>(null)
  // Of a large picture, the patch itself is what one wants to see first.
  useEffect(() => {
    const own = layout.nodes.find(node => node.key === of.key)
    const { current } = frame
    if (own === undefined || current === null) return
    current.scrollLeft = own.x + NODE.width / 2 - current.clientWidth / 2
    current.scrollTop = own.y + NODE.height / 2 - current.clientHeight / 2
  }, [layout, of.key])
  const byKey = new Map(of.nodes.map(node => [node.key, node]))
  const size = { width: layout.width, height: layout.height }
  return (
    <div ref={frame} className={css.scroller} role="group" aria-label={t('catalog.graph')} tabIndex={0}>
      <div className={css.plane} style={size}>
        <svg {...size} className={css.lines} aria-hidden>
          {layout.edges.map(one => (
            <EdgeLine key={`${one.edge.older} ${one.edge.newer}`} drawn={one} />
          ))}
        </svg>
        <ol className={css.nodes}>
          {layout.nodes.map(({ key, x, y }) => {
            const node = byKey.get(key)
            return (
              <li key={key} style={{ left: x, top: y, width: NODE.width, height: NODE.height }}>
                {node !== undefined && <GraphNode node={node} isThis={key === of.key} />}
              </li>
            )
          })}
        </ol>
      </div>
    </div>
  )
}

function EdgeLine({ drawn: { edge, points } }: { readonly drawn: DrawnEdge }) {
  const [first, ...rest] = points
  if (first === undefined) return null
  // Each step leaves and arrives straight upwards.
  const steps = rest.map(([x, y], i) => {
    const [fromX, fromY] = points[i] ?? first
    const bend = (fromY - y) / 2
    return `C${fromX} ${fromY - bend} ${x} ${y + bend} ${x} ${y}`
  })
  const [lastX, lastY] = points.at(-1) ?? first
  const isSaid = edge.kind === 'stated'
  return (
    <g className={isSaid ? css.stated : css.derived}>
      <path d={`M${first[0]} ${first[1]}${steps.join('')}`} />
      <path className={css.head} d={`M${lastX - 4} ${lastY + 7}L${lastX} ${lastY + 1}L${lastX + 4} ${lastY + 7}`} />
      {edge.kind === 'derived' && (
        <text x={first[0]} y={first[1] - NODE.gapY / 2 + 4} textAnchor="middle">
          {shownText(edgeText(edge), 44)}
        </text>
      )}
    </g>
  )
}

function GraphNode({ node, isThis }: { readonly node: SupersedenceNode; readonly isThis: boolean }) {
  const title = shownText(node.title, 200)
  const inner = (
    <>
      <bdi className={css.title} title={`${title}\n${shownText(node.key, 200)}`}>
        {title}
      </bdi>
      <span className={css.more}>
        {isThis && <strong>{t('catalog.thisPatch')}</strong>}
        {node.isLatest && <span>{t('catalog.isLatest')}</span>}
        {node.isDeprecated && <DeprecatedMark look="plain" />}
        {node.missingCount > 0 && <span>{t('catalog.missingOn', { count: node.missingCount })}</span>}
        {node.issuedAt !== null && <span>{node.issuedAt.slice(0, 10)}</span>}
      </span>
    </>
  )
  const look = {
    className: css.node ?? '',
    'data-this': isThis || undefined,
    'data-latest': node.isLatest || undefined,
  }
  if (node.id === null) return <div {...look}>{inner}</div>
  return (
    <Link {...look} to={`/patches/${node.id}/supersedence`} {...(isThis ? { 'aria-current': 'page' as const } : {})}>
      {inner}
    </Link>
  )
}
