import type { z } from 'zod'
import type { CountedDeadline } from '../../db/queries/counted-deadlines.ts'
import {
  askedFiguresOf,
  assessedBy,
  LINK_NAMES,
  LINK_OF,
  LINKS,
  NO_FIGURES,
  ratesOf,
  RESULT_NAMES,
  resultOf,
  sumOf,
  useOf,
} from '../../domain/assessment/assessment.ts'
import type { AssessmentRow, Figures, UseClock } from '../../domain/assessment/assessment.ts'
import { DEADLINE_WORDS } from '../documents/words.ts'
import type { CountedDeadlineSchema, FiguresSchema } from './assessment.schema.ts'
import { times } from './writing.ts'
import type { Writing } from './writing.ts'

function figuresView({
  volume,
  onTime,
  overdue,
  running,
  absences,
  ordered,
  missed,
  unkept = 0,
  stopped = 0,
  revoked = 0,
  extended = 0,
  ...rest
}: Figures): z.infer<typeof FiguresSchema> {
  return {
    volume,
    onTime,
    overdue,
    running,
    ...ratesOf({ ...NO_FIGURES, ...rest, onTime, overdue }),
    absences,
    rectificationsOrdered: ordered,
    rectificationsMissed: missed,
    appointmentsMissed: unkept,
    worksStopped: stopped,
    approvalsRevoked: revoked,
    worksExtended: extended,
    ...askedFiguresOf({ ...NO_FIGURES, ...rest }),
  }
}

/** The sum of some rows, what binds and what does not apart. */
function partsOf(rows: readonly AssessmentRow[]) {
  return {
    binding: figuresView(sumOf(rows.map(({ binding }) => binding))),
    advisory: figuresView(sumOf(rows.map(({ advisory }) => advisory))),
  }
}

/** Rows, and their totals by organisation, by link and in all. */
export function assessmentView(
  rows: readonly AssessmentRow[],
  roles: { readonly assessor: string; readonly reviewer?: string | undefined },
  { nameOf }: Writing,
) {
  const organisations = [...new Set(rows.map(({ org }) => org))]
  const links = LINKS.filter((link) => rows.some((row) => row.link === link))
  return {
    rows: rows.map(({ org, link, binding, advisory }) => {
      const by = assessedBy(org, roles)
      return {
        org,
        orgName: nameOf(org),
        link,
        linkName: LINK_NAMES[link],
        assessedBy: by,
        assessedByName: nameOf(by),
        binding: figuresView(binding),
        advisory: figuresView(advisory),
      }
    }),
    organisations: organisations.map((org) => ({
      org,
      orgName: nameOf(org),
      ...partsOf(rows.filter((row) => row.org === org)),
    })),
    links: links.map((link) => ({
      link,
      linkName: LINK_NAMES[link],
      ...partsOf(rows.filter((row) => row.link === link)),
    })),
    total: partsOf(rows),
  }
}

export function countedDeadlineView(
  row: CountedDeadline,
  clock: UseClock,
  writing: Writing,
): z.infer<typeof CountedDeadlineSchema> {
  const {
    serviceNumber,
    laterInspection,
    id,
    kind,
    line,
    owner,
    advisory,
    startedAt,
    dueAt,
    countedAt,
    metAt,
    passedAt,
    stoppedAt,
    minutes,
  } = row
  const [result, use] = [resultOf(row), useOf(row, clock)]
  return {
    serviceNumber,
    laterInspection: laterInspection ?? undefined,
    id,
    kind,
    kindName: DEADLINE_WORDS[kind],
    line: line ?? undefined,
    link: LINK_OF[kind],
    org: owner,
    orgName: writing.nameOf(owner),
    advisory,
    result,
    resultName: RESULT_NAMES[result],
    minutes,
    use: use === undefined ? undefined : Math.round(use * 10_000) / 10_000,
    ...times(
      { startedAt, dueAt, countedAt },
      { metAt: metAt ?? undefined, passedAt: passedAt ?? undefined, stoppedAt: stoppedAt ?? undefined },
      writing,
    ),
  }
}
