ALTER TYPE "public"."deadline_kind" ADD VALUE 'conveneSurvey';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'fileResurvey';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'conveneSurvey';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'fileResurvey';--> statement-breakpoint
DROP INDEX "event_assessed";--> statement-breakpoint
CREATE INDEX "event_assessed" ON "event" USING btree ("type","at") WHERE "event"."type" in ('surveyClosed', 'rectificationOrdered', 'promiseBroken', 'clockStopped', 'supplementRequested', 'approvalSupplementRequested', 'surveyMoved', 'surveyPutOff', 'surveyWaived', 'extensionDecided', 'approvalDecided');