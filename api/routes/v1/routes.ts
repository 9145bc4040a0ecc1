import type { FastifyInstance } from 'fastify'
import { caseLiveRoute, inboxLiveRoute } from '../../live/routes.ts'
import { actRequestRoute } from './applications/act-requests.ts'
import { actRoutes } from './applications/acts.ts'
import { afterTheCaseRoutes } from './applications/after-the-case.ts'
import { documentPrintRoutes } from './applications/document-prints.ts'
import { documentRoutes } from './applications/documents.ts'
import { fileRoutes } from './applications/files.ts'
import { historyRoute } from './applications/history.ts'
import { jointPlanRoute } from './applications/joint-plan.ts'
import { listRoute } from './applications/list.ts'
import { offersRoute } from './applications/offers.ts'
import { readRoute } from './applications/read.ts'
import { ratingListRoute, ratingRoutes } from './applications/rating.ts'
import { registerRoute } from './applications/register.ts'
import { replayRoutes } from './applications/replays.ts'
import { surveyTimesRoute } from './applications/survey-times.ts'
import { uploadRoute } from './applications/upload-file.ts'
import { assessmentCsvRoute, assessmentRoute } from './assessments/assessments.ts'
import { ratingFiguresRoute } from './assessments/ratings.ts'
import { creditFiguresRoute } from './assessments/credit.ts'
import { countedDeadlineRoute } from './assessments/deadlines.ts'
import { exceptionRoute } from './assessments/exceptions.ts'
import { auditRoute } from './audit/audit.ts'
import { unknownSenderRoute } from './audit/unknown.ts'
import { deadlineRoute } from './calendar/deadline.ts'
import { workingTimeRoute } from './calendar/working-time.ts'
import { deadLetterRoutes } from './dead-letters/dead-letters.ts'
import { creditRecordRoutes } from './credit-records/credit-records.ts'
import { guideRoute } from './guide/guide.ts'
import { guidanceRoutes } from './guidance/guidance.ts'
import { inquiryRoutes } from './inquiries/inquiries.ts'
import { instalmentsRoutes } from './instalments/instalments.ts'
import { laterInspectionRoutes } from './later-inspections/later-inspections.ts'
import { claimableRoute } from './me/claimable.ts'
import { meRoute } from './me/me.ts'
import { loadRoute } from './organisations/load.ts'
import { organisationRoutes } from './organisations/organisations.ts'
import { taskRoute } from './organisations/tasks.ts'
import { reportRoutes } from './reports/reports.ts'
import { revokedTokenRoutes } from './revoked-tokens/revoked-tokens.ts'
import { roadWorksRoute } from './road-works/road-works.ts'
import { subscriptionChangeRoutes } from './subscriptions/changes.ts'
import { deliveryRoutes } from './subscriptions/deliveries.ts'
import { subscriptionLogRoute } from './subscriptions/log.ts'
import { secretRoute } from './subscriptions/secret.ts'
import { subscriptionRoutes } from './subscriptions/subscriptions.ts'
import { tryingRoutes } from './subscriptions/trying.ts'
import { transferRoutes } from './transfers/transfers.ts'

/** Everything below /api/v1; the folders are the prefixes. */
export async function v1Routes(app: FastifyInstance): Promise<void> {
  await app.register(meRoute, { prefix: '/me' })
  await app.register(claimableRoute, { prefix: '/me/claimable' })
  await app.register(
    async (applications) => {
      for (const route of [
        registerRoute,
        listRoute,
        readRoute,
        historyRoute,
        offersRoute,
        actRoutes,
        actRequestRoute,
        ratingRoutes,
        afterTheCaseRoutes,
        documentRoutes,
        documentPrintRoutes,
        surveyTimesRoute,
        jointPlanRoute,
        replayRoutes,
        caseLiveRoute,
        fileRoutes,
        uploadRoute,
      ])
        await applications.register(route)
    },
    { prefix: '/applications' },
  )
  await app.register(
    async (organisations) => {
      for (const route of [organisationRoutes, loadRoute, taskRoute, inboxLiveRoute])
        await organisations.register(route)
    },
    { prefix: '/organisations' },
  )
  await app.register(transferRoutes, { prefix: '/transfers' })
  await app.register(creditRecordRoutes, { prefix: '/credit-records' })
  await app.register(ratingListRoute, { prefix: '/ratings' })
  await app.register(
    async (assessments) => {
      for (const route of [
        assessmentRoute,
        countedDeadlineRoute,
        creditFiguresRoute,
        exceptionRoute,
        ratingFiguresRoute,
      ])
        await assessments.register(route)
    },
    { prefix: '/assessments' },
  )
  await app.register(assessmentCsvRoute, { prefix: '/assessments.csv' })
  await app.register(reportRoutes, { prefix: '/reports' })
  await app.register(instalmentsRoutes, { prefix: '/instalments' })
  await app.register(laterInspectionRoutes, { prefix: '/later-inspections' })
  await app.register(
    async (calendar) => {
      for (const route of [deadlineRoute, workingTimeRoute]) await calendar.register(route)
    },
    { prefix: '/calendar' },
  )
  await app.register(guideRoute, { prefix: '/guide' })
  await app.register(guidanceRoutes, { prefix: '/guidance' })
  await app.register(inquiryRoutes, { prefix: '/inquiries' })
  await app.register(roadWorksRoute, { prefix: '/road-works' })
  await app.register(
    async (subscriptions) => {
      for (const route of [
        subscriptionRoutes,
        subscriptionChangeRoutes,
        secretRoute,
        tryingRoutes,
        deliveryRoutes,
        subscriptionLogRoute,
      ])
        await subscriptions.register(route)
    },
    { prefix: '/subscriptions' },
  )
  await app.register(
    async (audit) => {
      for (const route of [auditRoute, unknownSenderRoute]) await audit.register(route)
    },
    { prefix: '/audit' },
  )
  await app.register(deadLetterRoutes, { prefix: '/dead-letters' })
  await app.register(revokedTokenRoutes, { prefix: '/revoked-tokens' })
}
