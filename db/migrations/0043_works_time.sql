ALTER TYPE "public"."deadline_kind" ADD VALUE 'decideWorksExtension';--> statement-breakpoint
ALTER TYPE "public"."deadline_kind" ADD VALUE 'decideVariation';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'decideWorksExtension';--> statement-breakpoint
ALTER TYPE "public"."task_kind" ADD VALUE 'decideVariation';--> statement-breakpoint
ALTER TABLE "charge" DROP CONSTRAINT "charge_known";--> statement-breakpoint
DROP INDEX "event_assessed";--> statement-breakpoint
CREATE INDEX "event_assessed" ON "event" USING btree ("type","at") WHERE "event"."type" in ('surveyClosed', 'rectificationOrdered', 'promiseBroken', 'clockStopped', 'supplementRequested', 'approvalSupplementRequested', 'surveyMoved', 'surveyPutOff', 'surveyWaived', 'extensionDecided', 'worksExtensionDecided', 'approvalDecided');--> statement-breakpoint
ALTER TABLE "charge" ADD CONSTRAINT "charge_known" CHECK ("charge"."what" in ('absences', 'ordered', 'missed', 'unkept', 'stopped', 'revoked', 'extended'));